"""Listen for names where something that sounds like them was recognised."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from gpu_consumers import results
from gpu_consumers.audio import Samples, block, pcm, read
from gpu_consumers.decode import Damaged, blocks
from gpu_consumers.layout import BYTES_PER_SAMPLE, SAMPLE_RATE, Work
from gpu_consumers.listen import logic
from gpu_consumers.transcribe.model import LISTENED_S, Recogniser
from schemas import events as e
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed, warn
from streams.settings import Settings
from streams.stage import Emit

log = logging.getLogger(__name__)
# Of the sound asked for, so much may lie beyond the recording's end.
BEYOND_S = 0.5


class Listen:
    """Handles `names.requested`."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, recogniser: Callable[[str], Recogniser]
    ) -> None:
        """`recogniser` gives one by its model's name."""
        self._settings = settings
        self._objects = objects
        self._recogniser = recogniser
        self._recogniser(settings.asr_model)

    def handle(self, event: e.NamesRequested, emit: Emit) -> None:
        """Write which names are likely where, unless the transcript has ended.

        Names are a hint: where the recording cannot be listened to, as its upload is gone or the
        model has not learned its language, the reader is told and none is found.
        """
        if self._objects.over(event):
            return
        with timed(event, "listen", emit):
            if results.kept(self._objects, event.result_uri, results.names) is None:
                places = results.read(self._objects, event.places_uri, results.places)
                try:
                    found = self._heard(event, places)
                except PoisonError as error:
                    log.warning("%s is named without listening: %s", event.transcript_id, error)
                    text = f"names that were misheard could not be listened for: {error}"
                    warn(event, "listen", emit, text)
                    found = []
                self._objects.put_json(event.result_uri, found)
        emit(
            e.NamesHeard(
                meta=follow(e.NamesHeard, event),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                places_uri=event.places_uri,
                result_uri=event.result_uri,
            )
        )

    def _heard(
        self, event: e.NamesRequested, places: Sequence[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        model = self._recogniser(self._settings.asr_model)
        model.check(event.language)
        spans = [(p["start"], min(p["end"], p["start"] + LISTENED_S)) for p in places]
        sounds = [*self._sounds(event, spans), np.zeros(SAMPLE_RATE, np.float32)]
        return logic.heard(places, lambda asked: model.likelihoods(sounds, asked, event.language))

    def _sounds(
        self, event: e.NamesRequested, spans: Sequence[tuple[float, float]]
    ) -> Sequence[Samples]:
        """The sound of each span: of the decoded recording, else of the upload."""
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if self._objects.exists(block(work.pcm, 0)):
            return list(
                concurrently(
                    lambda span: read(self._objects, work.pcm, *span, beyond=BEYOND_S), spans
                )
            )
        return self._decoded(event.audio_uri, spans)

    def _decoded(self, uri: str, spans: Sequence[tuple[float, float]]) -> Sequence[Samples]:
        """No more of the upload is held than a block and the spans."""
        edges = [[round(t * SAMPLE_RATE) * BYTES_PER_SAMPLE for t in span] for span in spans]
        parts = [bytearray() for _ in spans]
        at = 0
        with self._objects.read(uri) as source, suppress(Damaged):
            for data in blocks(source, longest_s=self._settings.audio_max_s):
                for part, (first, last) in zip(parts, edges, strict=True):
                    part.extend(data[max(first - at, 0) : max(last - at, 0)])
                at += len(data)
        return [pcm(bytes(part)) for part in parts]
