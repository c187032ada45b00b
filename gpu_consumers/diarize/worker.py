"""Segmentation scores and speaker embeddings of a slice's windows."""

import io
import logging
import time

import numpy as np

from gpu_consumers import results
from gpu_consumers.audio import Samples, read
from gpu_consumers.claims import wanted
from gpu_consumers.diarize import logic
from gpu_consumers.diarize.model import Segmenter
from gpu_consumers.layout import SAMPLE_RATE, Work
from gpu_consumers.memory import Budget
from gpu_consumers.pipeline import parts
from gpu_consumers.voices import SHORTEST_S, Voices
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit

log = logging.getLogger(__name__)


class Diarize:
    """Handles `diarization.requested`."""

    def __init__(
        self, settings: Settings, objects: ObjectStore, budget: Budget, voices: Voices
    ) -> None:
        self._step = settings.diarization_step_s
        self._objects = objects
        self._segmenter = Segmenter(settings, budget)
        self._voices = voices
        self._unit = parts(settings).plda is None

    def handle(self, event: e.DiarizeRequested, emit: Emit) -> None:
        """Write `scores` (windows, frames, speakers) and `embeddings` (windows, speakers, n).

        And what these come from: `spans` (pieces, 2) in seconds, and their `voices` (pieces, n).

        A task that comes again after its transcript is finished finds no plan: nothing is done. One
        whose result is there was cut off before that was told.
        """
        work = Work(self._objects.work(event.user_id, event.transcript_id, event.meta.revision))
        if not wanted(self._objects, work):
            log.info("slice %d of %s is no longer wanted", event.index, event.transcript_id)
            return
        began = time.monotonic()
        with timed(event, "diarize", emit, index=event.index, total=event.total):
            if results.kept(self._objects, event.result_uri, results.windows) is None:
                self._objects.put_bytes(event.result_uri, self._diarized(event))
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

    def _diarized(self, event: e.DiarizeRequested) -> bytes:
        samples = self._samples(event)
        scores = self._segmenter.segment(samples)
        found = logic.pieces(scores, self._step, self._segmenter.window_s, SHORTEST_S)
        rate = scores.shape[1] / self._segmenter.window_s
        vectors = self._voices.embed([_clip(samples, frames, rate) for frames in found.frames])
        of_windows = logic.embeddings(found, vectors, len(scores), scores.shape[2], unit=self._unit)
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            scores=scores.astype(np.uint8),
            embeddings=of_windows,
            spans=logic.spans(found, rate) + event.first_window * self._step,
            voices=vectors,
        )
        return buffer.getvalue()

    def _samples(self, event: e.DiarizeRequested) -> Samples:
        """The slice's samples, the recording's end padded with silence."""
        start = event.first_window * self._step
        end = event.last_window * self._step + self._segmenter.window_s
        samples = read(self._objects, event.pcm_uri, start, min(end, event.duration_s))
        needed = round((end - start) * SAMPLE_RATE)
        return np.pad(samples, (0, max(0, needed - len(samples))))


def _clip(samples: Samples, frames: logic.Frames, rate: float) -> Samples:
    """The samples of some frames, what lies between them left out."""
    breaks = np.flatnonzero(np.diff(frames) > 1)
    firsts = frames[np.concatenate([[0], breaks + 1])]
    lasts = frames[np.concatenate([breaks, [len(frames) - 1]])]
    per_frame = SAMPLE_RATE / rate
    return np.concatenate(
        [
            samples[round(first * per_frame) : round((last + 1) * per_frame)]
            for first, last in zip(firsts, lasts, strict=True)
        ]
    )
