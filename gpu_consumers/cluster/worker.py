"""Join a recording's windows into turns once all slices are there."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gpu_consumers import results
from gpu_consumers.audio import read
from gpu_consumers.claims import all_there, claimed
from gpu_consumers.cluster.clusters import Vectors
from gpu_consumers.cluster.logic import clean_speech, in_order
from gpu_consumers.cluster.model import JoinedDiarization, Slice
from gpu_consumers.cluster.second_look import Embed, Span, looked_again
from gpu_consumers.layout import Plan, Work
from gpu_consumers.turns import Turn
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit

if TYPE_CHECKING:
    from gpu_consumers.voices import Voices


class Cluster:
    """Handles `slice.diarized`."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, voices: "Voices | None" = None
    ) -> None:
        """`voices` are for the second look at each speaker; without them there is none."""
        self._objects = objects
        self._voices = voices
        self._diarization = JoinedDiarization(settings)

    def handle(self, event: e.SliceDiarized, emit: Emit) -> None:
        """Emit the voiceprint task with the slice that finds all there; again if it comes again."""
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if not self._objects.exists(work.plan):
            return
        plan = results.plan(self._objects, work)
        windows = [work.windows(i) for i in range(len(plan.window_slices))]
        if not plan.complete or not all_there(self._objects, windows):
            return
        if not claimed(self._objects, work, "cluster", event):
            return
        with timed(event, "cluster", emit):
            turns = self._turns(work, plan)
            self._objects.put_json(work.turns, turns)
        speech = clean_speech(turns)
        emit(
            e.VoiceprintsRequested(
                meta=follow(e.VoiceprintsRequested, event),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                purpose=e.VoiceprintPurpose.TRANSCRIPT,
                audio_uri=work.pcm,
                name=None,
                speakers=[
                    e.SpeakerSpeech(
                        speaker=speaker, spans=[e.Span(start=a, end=b) for a, b in spans]
                    )
                    for speaker, spans in speech.items()
                ],
            )
        )

    def _turns(self, work: Work, plan: Plan) -> list[Turn]:
        def slices() -> Iterator[Slice]:
            for index in range(len(plan.window_slices)):
                yield results.windows(self._objects, work.windows(index))

        found = self._diarization.turns(
            plan.window_slices[-1][1] + 1,
            slices,
            num_speakers=plan.num_speakers,
            min_speakers=plan.min_speakers,
            max_speakers=plan.max_speakers,
        )
        turns = [(a, min(b, plan.duration), s) for a, b, s in found if a < plan.duration]
        if self._voices is not None:
            most = plan.num_speakers or plan.max_speakers
            turns = looked_again(turns, self._embedding(self._voices, work), most)
        return in_order(turns)

    def _embedding(self, voices: "Voices", work: Work) -> Embed:
        """Vectors of a recording's spans, each computed once."""
        known: dict[Span, Vectors] = {}

        def embed(spans: Sequence[Span]) -> Vectors:
            new = [span for span in spans if span not in known]
            clips = [read(self._objects, work.pcm, a, b) for a, b in new]
            known.update(zip(new, voices.embed(clips), strict=True))
            none = np.zeros((0, voices.dimension), np.float32)
            return np.stack([known[span] for span in spans]) if spans else none

        return embed
