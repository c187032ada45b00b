"""Join a recording's windows into turns once all slices are there."""

from collections.abc import Iterator

import numpy as np

from gpu_consumers import results
from gpu_consumers.claims import all_there, claimed
from gpu_consumers.cluster.logic import clean_speech, in_order
from gpu_consumers.cluster.model import JoinedDiarization, Slice
from gpu_consumers.cluster.second_look import Pieces, looked_again
from gpu_consumers.layout import Plan, Work
from gpu_consumers.pipeline import parts
from gpu_consumers.turns import Turn
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit


class Cluster:
    """Handles `slice.diarized`."""

    def __init__(self, settings: Settings, objects: ObjectStore) -> None:
        # What one person's voice is to another's is known of the packaged model only.
        self._look = settings.diarization_second_look and parts(settings).embedding is None
        self._objects = objects
        self._diarization = JoinedDiarization(settings)

    def handle(self, event: e.SliceDiarized, emit: Emit) -> None:
        """Emit the voiceprint task with the slice that finds all there; again if it comes again."""
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        plan = results.find(self._objects, work.plan, results.plan)
        if plan is None or not plan.complete:
            return
        if not all_there(self._objects, _windows(work, plan)):
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
            return results.read_all(self._objects, _windows(work, plan), results.windows)

        found = self._diarization.turns(
            plan.window_slices[-1][1] + 1,
            slices,
            num_speakers=plan.num_speakers,
            min_speakers=plan.min_speakers,
            max_speakers=plan.max_speakers,
        )
        turns = [(a, min(b, plan.duration), s) for a, b, s in found if a < plan.duration]
        if self._look and turns:
            most = plan.num_speakers or plan.max_speakers
            turns = looked_again(turns, self._heard(work, plan), most)
        return in_order(turns)

    def _heard(self, work: Work, plan: Plan) -> Pieces:
        """The pieces of speech that the windows were embedded by."""
        found = results.read_all(self._objects, _windows(work, plan), results.pieces)
        spans, vectors = zip(*found, strict=True)
        return Pieces.of(np.concatenate(spans), np.concatenate(vectors))


def _windows(work: Work, plan: Plan) -> list[str]:
    return [work.windows(i) for i in range(len(plan.window_slices))]
