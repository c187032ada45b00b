"""Finding speech with silero's detector, which faster-whisper carries."""

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from gpu_consumers.audio import Samples
from gpu_consumers.busy import computing
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.packing import PIECE_S, Span

# Speech that ends so near to a block's end may go on in the next one.
OPEN_S = 0.5
# One step of 16 bits: nothing was recorded, and the detector need not look.
SILENT = 1.5 / 32768
OPTIONS = VadOptions(max_speech_duration_s=PIECE_S, min_silence_duration_ms=300, speech_pad_ms=150)


def detect(samples: Samples) -> list[Span]:
    """Speech in the samples as (start, end) in seconds."""
    with computing("vad"):
        found = get_speech_timestamps(samples, OPTIONS)
    return [(x["start"] / SAMPLE_RATE, x["end"] / SAMPLE_RATE) for x in found]


class Finder:
    """Finds speech in a recording that comes block by block.

    Speech that is open at a block's end is looked at again with the next block, so that no
    border cuts a word.
    """

    def __init__(self) -> None:
        self._held: Samples = np.zeros(0, np.float32)
        self._start = 0.0

    def add(self, block: Samples) -> list[Span]:
        """Speech that has ended by now, as (start, end) in seconds of the recording."""
        self._held = np.concatenate([self._held, block])
        spans = self._spans()
        end = len(self._held) / SAMPLE_RATE
        open_ = bool(spans) and end - spans[-1][1] < OPEN_S
        closed = spans[:-1] if open_ else spans
        keep = (spans[-1][0] if open_ else end) - OPEN_S
        found = self._placed(closed)
        first = round(max(keep, closed[-1][1] if closed else 0.0, 0.0) * SAMPLE_RATE)
        self._held = self._held[first:]
        self._start += first / SAMPLE_RATE
        return found

    def end(self) -> list[Span]:
        """The speech that was open."""
        return self._placed(self._spans())

    def _spans(self) -> list[Span]:
        return detect(self._held) if np.abs(self._held).max(initial=0.0) > SILENT else []

    def _placed(self, spans: list[Span]) -> list[Span]:
        return [(self._start + a, self._start + b) for a, b in spans]
