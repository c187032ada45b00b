"""A recording from its task to `segments.transcribed` over the real broker, beside the bare models.

Ours with one worker for recognition and one for diarization, as the local stack has them, with two
workers for everything, and with one; bare are faster-whisper and pyannote's pipeline one after
another, each in a process of its own with both cores, recognition the quicker of sequential and
batched. WhisperX is its transcription without its alignment (`benchmarks.peer`), then the same
pipeline of pyannote, which it calls. All on the same weights; models are loaded before ours begin
and within the times of the others.
"""

import subprocess
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import bare, peer
from benchmarks.stack import running
from benchmarks.table import Json, Row, report
from benchmarks.workers import BACKING, EVERYTHING, VOICES, Worker, taken_through, working

GOAL, PEER_GOAL = 0.5, 0.7
PARTS = ("sequential", "batched", "diarization")
SETUPS = {
    "a worker per core": [Worker("transcribe", 1), Worker(f"preprocess,{VOICES}", 1)],
    "two workers for everything": [Worker(EVERYTHING, 1)] * bare.THREADS,
    "one worker": [Worker(EVERYTHING, bare.THREADS)],
}


def main(
    audio: Annotated[Path, typer.Option(help="The recording.")] = bare.PANEL,
    language: Annotated[str, typer.Option(help="Its language.")] = "fr",
    json_file: Json = None,
) -> None:
    """Print the times and their ratio."""
    ours = {}
    with running(BACKING) as stack:
        for name, workers in SETUPS.items():
            with working(stack, workers):
                ours[name] = taken_through(stack, audio, language)
    parts = {part: bare.timed(part, audio, language) for part in PARTS}
    whole = min(parts["sequential"], parts["batched"]) + parts["diarization"]
    best = min(ours.values())
    rows = [
        *(Row(f"ours, {name}", seconds, "s") for name, seconds in ours.items()),
        *(Row(f"bare, {part}", seconds, "s") for part, seconds in parts.items()),
        Row("bare, one after another", whole, "s"),
        Row("ours / bare", best / whole, "×", f"<= {GOAL}", best / whole <= GOAL),
        *_beside_whisperx(best, parts["diarization"], audio, language),
    ]
    report(f"pipeline, {audio.name}", rows, json_file)


def _beside_whisperx(best: float, diarization: float, audio: Path, language: str) -> list[Row]:
    """Nothing where it cannot be installed, or does not run on the versions that we have."""
    try:
        peer.install()
        transcription = bare.timed("whisperx", audio, language)
    except subprocess.CalledProcessError as error:
        Console().print(f"WhisperX was not measured, see above: {error}")
        return []
    ratio = best / (transcription + diarization)
    return [
        Row("WhisperX without alignment, transcription", transcription, "s"),
        Row("WhisperX without alignment, with diarization", transcription + diarization, "s"),
        Row("ours / WhisperX", ratio, "×", f"<= {PEER_GOAL}", ratio <= PEER_GOAL),
    ]


if __name__ == "__main__":
    typer.run(main)
