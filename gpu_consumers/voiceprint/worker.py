"""Voiceprints of a transcript's speakers, or of a person enrolled by name."""

import logging

import numpy as np

from gpu_consumers import results, speech
from gpu_consumers.audio import Samples, read
from gpu_consumers.claims import wanted
from gpu_consumers.decode import whole
from gpu_consumers.layout import SAMPLE_RATE, Work
from gpu_consumers.voiceprint import logic
from gpu_consumers.voices import Voices
from schemas import events as e
from streams.codec import converter
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit

log = logging.getLogger(__name__)
ENROLMENT_MAX_S = 600.0
ENROLMENT_MIN_S = 3.0


class Voiceprints:
    """Handles `voiceprints.requested`."""

    def __init__(self, settings: Settings, objects: ObjectStore, voices: Voices) -> None:
        self._model = settings.models["voiceprint"]
        self._objects = objects
        self._voices = voices

    def handle(self, event: e.VoiceprintsRequested, emit: Emit) -> None:
        """Emit the voiceprints; a transcript's are written beside its other objects too."""
        if event.purpose is e.VoiceprintPurpose.ENROLMENT:
            emit(self._answer(event, [self._enrolled(event)]))
            return
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if not wanted(self._objects, work):
            log.info("voiceprints of %s are no longer wanted", event.transcript_id)
            return
        with timed(event, "voiceprint", emit):
            voiceprints = results.kept(self._objects, work.voiceprints, results.voiceprints)
            if voiceprints is None:
                found = [self._of_speaker(event.audio_uri, speaker) for speaker in event.speakers]
                voiceprints = [x for x in found if x is not None]
                self._objects.put_json(work.voiceprints, converter.unstructure(voiceprints))
        emit(self._answer(event, voiceprints))

    def _of_speaker(self, uri: str, speaker: e.SpeakerSpeech) -> e.Voiceprint | None:
        spans = [x for span in speaker.spans for x in logic.pieces(span.start, span.end)]
        clips = concurrently(lambda span: read(self._objects, uri, *span), spans)
        return self._pooled(speaker.speaker, list(clips))

    def _enrolled(self, event: e.VoiceprintsRequested) -> e.Voiceprint:
        with self._objects.read(event.audio_uri) as source:
            samples = whole(source, longest_s=ENROLMENT_MAX_S)
        spans = speech.detect(samples)
        seconds = sum(b - a for a, b in spans)
        if seconds < ENROLMENT_MIN_S:
            raise PoisonError(
                f"the clip holds {seconds:.1f} s of speech; {ENROLMENT_MIN_S:g} s are needed"
            )
        clips = [
            samples[int(a * SAMPLE_RATE) : int(b * SAMPLE_RATE)]
            for span in spans
            for a, b in logic.pieces(*span)
        ]
        voiceprint = self._pooled(event.name or "", clips)
        if voiceprint is None:
            raise PoisonError("no voiceprint could be taken from the clip; record it again")
        return voiceprint

    def _pooled(self, speaker: str, clips: list[Samples]) -> e.Voiceprint | None:
        seconds = [len(clip) / SAMPLE_RATE for clip in clips]
        usable = [(c, s) for c, s in zip(clips, seconds, strict=True) if s >= 0.5]
        if not usable:
            return None
        vectors = self._voices.embed([clip for clip, _ in usable])
        pooled = logic.voiceprint(list(vectors), [s for _, s in usable])
        if pooled is None:
            return None
        return e.Voiceprint(
            speaker=speaker,
            embedding=np.asarray(pooled, float).tolist(),
            model=self._model,
            seconds=float(sum(s for _, s in usable)),
        )

    def _answer(
        self, event: e.VoiceprintsRequested, voiceprints: list[e.Voiceprint]
    ) -> e.VoiceprintsComputed:
        return e.VoiceprintsComputed(
            meta=follow(e.VoiceprintsComputed, event),
            transcript_id=event.transcript_id,
            user_id=event.user_id,
            purpose=event.purpose,
            name=event.name,
            voiceprints=voiceprints,
        )
