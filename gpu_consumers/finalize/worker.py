"""Join text and speakers into `segments.transcribed` once both are there."""

from collections import Counter
from typing import Any

from gpu_consumers import options, results
from gpu_consumers.claims import all_there, claimed
from gpu_consumers.finalize import logic
from gpu_consumers.layout import Plan, Work
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.parts import in_parts
from streams.progress import timed, warn
from streams.settings import Settings
from streams.stage import Emit

# Without a turn (nobody was segmented, yet there are words) all is one speaker's.
ONE_SPEAKER = "SPEAKER_00"
MOST_UNCOVERED = 1000


class Finalize:
    """Handles `slice.transcribed` and `voiceprints.computed`, whichever comes last."""

    def __init__(self, settings: Settings, objects: ObjectStore) -> None:
        self._settings = settings
        self._objects = objects

    def handle(self, event: e.SliceTranscribed | e.VoiceprintsComputed, emit: Emit) -> None:
        """Emit all parts; the same again if an event comes again."""
        if (
            isinstance(event, e.VoiceprintsComputed)
            and event.purpose is e.VoiceprintPurpose.ENROLMENT
        ):
            return
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        voiceprints = results.find(self._objects, work.voiceprints, results.voiceprints)
        if voiceprints is None:
            return
        plan = results.read(self._objects, work.plan, results.plan)
        if not plan.complete or not all_there(self._objects, _texts(work, plan)):
            return
        if not claimed(self._objects, work, "finalize", event):
            return
        with timed(event, "finalize", emit):
            self._join(event, work, plan, voiceprints, emit)

    def _join(
        self, event: Any, work: Work, plan: Plan, voiceprints: list[e.Voiceprint], emit: Emit
    ) -> None:
        texts = list(results.read_all(self._objects, _texts(work, plan), results.text))
        turns = results.read(self._objects, work.turns, results.turns)
        words = [e.Word(**word) for text in texts for word in text["words"]]
        whole = turns or [(0.0, plan.duration, ONE_SPEAKER)]
        segments = logic.segments(logic.place(words, whole), turns)
        uncovered = [e.Span(start=a, end=b) for text in texts for a, b in text["uncovered"]]
        if uncovered:
            seconds = sum(s.end - s.start for s in uncovered)
            warn(event, "transcribe", emit, f"{seconds:.0f} s of speech have no text")
        longest = sorted(uncovered, key=lambda s: s.start - s.end)[:MOST_UNCOVERED]
        parts = in_parts(segments if plan.word_times else logic.without_words(segments))
        speakers = list(dict.fromkeys(segment.speaker for segment in segments))
        voiceprints = [x for x in voiceprints if x.speaker in speakers]
        models = options.models(self._settings, plan.asr_model)
        languages = Counter(text["language"] for text in texts)
        for number, part in enumerate(parts):
            emit(
                e.SegmentsTranscribed(
                    meta=follow(e.SegmentsTranscribed, event, part=number),
                    transcript_id=event.transcript_id,
                    user_id=event.user_id,
                    part=number,
                    parts=len(parts),
                    segment_total=len(segments),
                    language=plan.language or languages.most_common(1)[0][0],
                    duration_s=plan.duration,
                    segments=part,
                    speakers=speakers,
                    voiceprints=voiceprints if number == 0 else [],
                    uncovered=longest if number == 0 else [],
                    models=models,
                )
            )


def _texts(work: Work, plan: Plan) -> list[str]:
    return [work.text(i) for i in range(len(plan.text_slices))]
