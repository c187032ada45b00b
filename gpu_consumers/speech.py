"""Finding speech with silero's detector, which faster-whisper carries."""

from collections.abc import Callable

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from gpu_consumers.audio import Samples
from gpu_consumers.busy import computing
from gpu_consumers.layout import SAMPLE_RATE

# A block bounds memory for recordings of any length; a cut in a word is mended by `joined`.
BLOCK_S = 600.0
JOIN_S = 0.1
# One step of 16 bits: nothing was recorded, and the detector need not look.
SILENT = 1.5 / 32768
OPTIONS = VadOptions(max_speech_duration_s=28.0, min_silence_duration_ms=300, speech_pad_ms=150)


def detect(samples: Samples) -> list[tuple[float, float]]:
    """Speech in the samples as (start, end) in seconds."""
    with computing("vad"):
        found = get_speech_timestamps(samples, OPTIONS)
    return [(x["start"] / SAMPLE_RATE, x["end"] / SAMPLE_RATE) for x in found]


def detect_long(
    read: Callable[[float, float], Samples], duration: float
) -> list[tuple[float, float]]:
    """Speech of a long recording, read block by block."""
    found: list[tuple[float, float]] = []
    start = 0.0
    while start < duration:
        samples = read(start, min(start + BLOCK_S, duration))
        if np.abs(samples).max(initial=0.0) > SILENT:
            found += [(start + a, start + b) for a, b in detect(samples)]
        start += BLOCK_S
    return joined(found)


def joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans a block border has cut, joined unless that makes one of over 28 s."""
    result: list[tuple[float, float]] = []
    for start, end in spans:
        if result and start - result[-1][1] < JOIN_S and end - result[-1][0] <= 28.0:
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result
