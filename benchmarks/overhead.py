"""What is not model time: a recording through one worker, over the real broker.

The worker computes one task at a time, so the time from upload to `segments.transcribed` is the
models' (by its metric `st_model_seconds_total`) and the rest: decoding, files, events, waiting.
"""

from pathlib import Path
from typing import Annotated

import typer

from benchmarks import bare
from benchmarks.stack import running
from benchmarks.table import Json, Row, report
from benchmarks.workers import (
    BACKING,
    EVERYTHING,
    Worker,
    model_seconds,
    taken_through,
    working,
)

GOAL = 3.0


def main(
    audio: Annotated[Path, typer.Option(help="The recording.")] = bare.PANEL,
    language: Annotated[str, typer.Option(help="Its language.")] = "fr",
    json_file: Json = None,
) -> None:
    """Print the share of what is not model time."""
    with (
        running(BACKING) as stack,
        working(stack, [Worker(EVERYTHING, bare.THREADS)]) as [port],
    ):
        before = model_seconds(port)
        whole = taken_through(stack, audio, language)
        models = model_seconds(port) - before
    share = 100 * (whole - models) / whole
    rows = [
        Row("from upload to segments.transcribed", whole, "s"),
        Row("of that: in models", models, "s"),
        Row("of that: anything else", whole - models, "s"),
        Row("anything else", share, "%", f"<= {GOAL:g}", share <= GOAL),
    ]
    report(f"overhead, {audio.name}", rows, json_file)


if __name__ == "__main__":
    typer.run(main)
