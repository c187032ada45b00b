"""How soon a reader sees text: from the upload event to the first progress that carries any.

The recordings are the example clips joined to the lengths asked for; the models are warm. The
local stack's two workers do the work; the rest of each recording is not waited for, so the next
one begins on an empty stack.
"""

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.listen import Listener
from benchmarks.recordings import joined
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from benchmarks.workers import BACKING, VOICES, Worker, taken_through, uploaded, working
from infra.local.stack import Stack
from schemas import events as e
from streams.codec import Codec
from streams.publisher import Publisher

GOAL_S = 10.0
WARM_S = 12.0


def main(
    minutes: Annotated[list[float] | None, typer.Option(help="Lengths; 5 and 60 if none.")] = None,
    json_file: Json = None,
) -> None:
    """Print the seconds for each length."""
    rows = []
    workers = [Worker("transcribe", 1), Worker(f"preprocess,{VOICES}", 1)]
    with tempfile.TemporaryDirectory() as folder:
        warm = joined(Path(folder) / "warm.wav", WARM_S)
        for length in minutes or [5.0, 60.0]:
            audio = joined(Path(folder) / "audio.wav", length * 60)
            with running(BACKING) as stack, working(stack, workers):
                taken_through(stack, warm, "en")
                seconds = _first_text(stack, audio)
            name = f"{length:g} minutes: first text"
            rows.append(Row(name, seconds, "s", f"<= {GOAL_S:g}", seconds <= GOAL_S))
    report("first-text", rows, json_file)


def _first_text(stack: Stack, audio: Path) -> float:
    settings = settings_of(stack)
    upload = uploaded(settings, audio, "en")

    def seen(heard: list[e.TranscriptProgress]) -> bool:
        return any(x.text for x in heard[-1:] if x.transcript_id == upload.transcript_id)

    with Listener(settings, e.TranscriptProgress) as listener:
        publisher = Publisher(settings, Codec.of(settings))
        began = time.monotonic()
        publisher.publish(upload)
        listener.until(seen, 300)
        return time.monotonic() - began


if __name__ == "__main__":
    typer.run(main)
