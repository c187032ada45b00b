"""One recording, one worker with one thread, then two: how much faster the second makes it.

The recording is the example clips joined to the length asked for. Each worker has all stages.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.recordings import joined
from benchmarks.stack import running
from benchmarks.table import Json, Row, report
from benchmarks.workers import BACKING, EVERYTHING, Worker, taken_through, working

GOAL = 1.8


def main(
    minutes: Annotated[float, typer.Option(help="Of the recording.")] = 20.0,
    json_file: Json = None,
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


if __name__ == "__main__":
    typer.run(main)
