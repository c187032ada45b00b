"""The bare models over the example meeting, one after another, each in its own process.

Each has both cores: faster-whisper sequential and batched, then pyannote's pipeline with the
packaged weights. What the system needs from submit to completed is compared with their sum.
"""

import json
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.table import Json, Row, report
from gpu_consumers.audio import Samples
from gpu_consumers.decode import whole
from infra.local import models
from streams.settings import Settings

PANEL = Path("examples/panel/reunion_panel-citoyen.mp3")
THREADS = 2


def samples_of(path: Path) -> Samples:
    """The recording, 16 kHz mono."""
    with path.open("rb") as source:
        return whole(source, longest_s=36_000)


def measure(part: str, audio: Path, language: str) -> None:
    """Run a part in this process and print its seconds, models loaded within, imports not."""
    warnings.filterwarnings("ignore")
    from benchmarks import library, peer

    settings = Settings(cpu_threads=THREADS)
    samples = samples_of(audio)
    if part == "whisperx":
        peer.imported()
    began = time.monotonic()
    if part == "diarization":
        library.Whole(settings.model_copy(update=library.RECIPE)).of(samples)
    elif part == "whisperx":
        peer.transcribe(samples, settings, language)
    else:
        library.recognise(samples, settings, language, batched=part == "batched")
    sys.stdout.write(json.dumps({"seconds": time.monotonic() - began}) + "\n")


def timed(part: str, audio: Path = PANEL, language: str = "fr") -> float:
    """Seconds of a part over a recording, in a process of its own.

    Parts are "sequential", "batched", "diarization", and "whisperx" (`peer.install()` before).
    """
    command = [sys.executable, "-m", "benchmarks.bare", "--part", part]
    command += ["--audio", str(audio), "--language", language]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(json.loads(done.stdout.strip().splitlines()[-1])["seconds"])


def main(
    part: Annotated[str | None, typer.Option(help="Run just this part, in this process.")] = None,
    audio: Annotated[Path, typer.Option(help="The recording.")] = PANEL,
    language: Annotated[str, typer.Option(help="Its language.")] = "fr",
    json_file: Json = None,
) -> None:
    """Time the bare models."""
    if part is not None:
        measure(part, audio, language)
        return
    models.main()
    seconds = {name: timed(name, audio, language) for name in ("sequential", "batched")}
    seconds["diarization"] = timed("diarization", audio, language)
    both = "sequential + diarization", "batched + diarization"
    sums = {name: seconds[name.split()[0]] + seconds["diarization"] for name in both}
    rows = [Row(name, value, "s") for name, value in {**seconds, **sums}.items()]
    report(f"bare models, {audio.name}, {THREADS} threads each", rows, json_file)


if __name__ == "__main__":
    typer.run(main)
