"""Segmentation scores and speaker embeddings of a slice's windows."""

import io
import logging
import time

import numpy as np

from gpu_consumers.audio import Samples, read
from gpu_consumers.diarize.logic import clean_masks
from gpu_consumers.diarize.model import Segmenter
from gpu_consumers.layout import SAMPLE_RATE, Work
from gpu_consumers.voices import SHORTEST_S, Voices
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit, StageSpec

log = logging.getLogger(__name__)
BATCH = 8


class Diarize:
    """Handles `diarization.requested`."""

    def __init__(self, settings: Settings, objects: ObjectStore, voices: Voices) -> None:
        self._step = settings.diarization_step_s
        self._objects = objects
        self._segmenter = Segmenter(settings)
        self._voices = voices

    def handle(self, event: e.DiarizeRequested, emit: Emit) -> None:
        """Write `scores` (windows, frames, speakers) and `embeddings` (windows, speakers, n).

        A task that comes again after its transcript is finished finds no plan: nothing is done.
        """
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if not self._objects.exists(work.plan):
            log.info("slice %d of %s is no longer wanted", event.index, event.transcript_id)
            return
        began = time.monotonic()
        with timed(event, "diarize", emit, index=event.index, total=event.total):
            windows = self._windows(event)
            scores = np.concatenate(
                [
                    self._segmenter.segment(windows[i : i + BATCH])
                    for i in range(0, len(windows), BATCH)
                ]
            )
            embeddings = np.stack([self._embed(w, s) for w, s in zip(windows, scores, strict=True)])
            buffer = io.BytesIO()
            np.savez_compressed(buffer, scores=scores.astype(np.uint8), embeddings=embeddings)
            self._objects.put_bytes(event.result_uri, buffer.getvalue())
        emit(
            e.SliceDiarized(
                meta=follow(e.SliceDiarized, event, part=event.index),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                index=event.index,
                total=event.total,
                result_uri=event.result_uri,
                seconds=time.monotonic() - began,
            )
        )

    def _windows(self, event: e.DiarizeRequested) -> Samples:
        """(windows, samples), the recording's end padded with silence."""
        length = int(self._segmenter.window_s * SAMPLE_RATE)
        start = event.first_window * self._step
        end = event.last_window * self._step + self._segmenter.window_s
        samples = read(self._objects, event.pcm_uri, start, end)
        count = event.last_window - event.first_window + 1
        needed = round((count - 1) * self._step * SAMPLE_RATE) + length
        padded = np.pad(samples, (0, max(0, needed - len(samples))))
        firsts = [round(i * self._step * SAMPLE_RATE) for i in range(count)]
        return np.stack([padded[first : first + length] for first in firsts])

    def _embed(self, window: Samples, scores: Samples) -> Samples:
        least = int(np.ceil(len(scores) * SHORTEST_S / self._segmenter.window_s))
        return np.stack(self._voices.masked(window, clean_masks(scores, least)))


def spec(settings: Settings, objects: ObjectStore, voices: Voices) -> StageSpec:
    """The stage."""
    worker = Diarize(settings, objects, voices)
    return StageSpec("diarize", (e.DiarizeRequested,), worker.handle)
