"""One recording, one worker with one thread, then two: how much faster the second makes it.

The recording is the example clips joined to the length asked for. Each worker has all stages.
"""

import itertools
import tempfile
import wave
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks import bare
from benchmarks.stack import running
from benchmarks.table import Row, report
from benchmarks.workers import BACKING, EVERYTHING, Worker, taken_through, working
from gpu_consumers.layout import SAMPLE_RATE

CLIPS = ("trn05.flac", "trn06.flac", "trn09.flac")
GOAL = 1.8


def main(
    minutes: Annotated[float, typer.Option(help="Of the recording.")] = 20.0,
    json_file: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Print both times and their ratio."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        audio = joined(Path(folder) / "joined.wav", minutes * 60)
        for count in (1, 2):
            with running(BACKING) as stack, working(stack, [Worker(EVERYTHING, 1)] * count):
                seconds.append(taken_through(stack, audio, "en"))
    ratio = seconds[0] / seconds[1]
    rows = [
        Row("1 worker, 1 thread", seconds[0], "s"),
        Row("2 workers, 1 thread each", seconds[1], "s"),
        Row("faster by", ratio, "×", f">= {GOAL}", ratio >= GOAL),
    ]
    report(f"scaling, {minutes:g} minutes", rows, json_file)


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


if __name__ == "__main__":
    typer.run(main)
