"""Long recordings, made of the example clips."""

import itertools
import wave
from pathlib import Path

import numpy as np

from benchmarks import bare
from gpu_consumers.layout import SAMPLE_RATE

CLIPS = ("trn05.flac", "trn06.flac", "trn09.flac")


def joined(path: Path, seconds: float) -> Path:
    """The example clips one after another, again and again, as a WAV of that length."""
    clips = [bare.samples_of(Path("examples/clips") / name) for name in CLIPS]
    left = int(seconds * SAMPLE_RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        for clip in itertools.cycle(clips):
            file.writeframes((clip[:left] * 32767).astype(np.int16).tobytes())
            left -= len(clip)
            if left <= 0:
                break
    return path
