"""Production's models in their real shapes on one graphics card: an hour of audio, and batches.

Their weights are random where they cannot be had (`benchmarks.random_weights`): Whisper says a
given text of 96 tokens for each piece of 24 s, as many as the example panel has; the segmentation
model is the trained one; the ResNet of community-1 has random weights, so there is no saying who
spoke. Recognition, alignment of words, checks, segmentation, embeddings, clustering, voiceprints
and the joining are ours as a worker process of a GPU runs them, without the broker.

Beside it, in processes of their own, the bare libraries on the same weights: faster-whisper's
`BatchedInferencePipeline` over the pieces that our detector cut, and pyannote's pipeline.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from benchmarks import card
from benchmarks.gpu_trial import Trial
from benchmarks.recordings import joined
from benchmarks.table import Json, Row, report
from infra.local import models

# The best public system's for an hour of audio, on an A6000, and the goal beside the libraries.
BEST_S, GOAL = 99.0, 0.5
HOUR = 60
console = Console()


def main(
    model: Annotated[list[str] | None, typer.Option(help="turbo, large-v3 or tiny.")] = None,
    minutes: Annotated[float, typer.Option(help="Of the recording.")] = 60.0,
    sweep_minutes: Annotated[float, typer.Option(help="Of the one for the batches.")] = 12.0,
    batches: Annotated[str, typer.Option(help="Pieces at a time.")] = "5,16,32,64",
    batch: Annotated[int, typer.Option(help="Pieces at a time for the whole.")] = 32,
    timestamps: Annotated[bool, typer.Option(help="ST_ASR_TIMESTAMPS for the whole.")] = False,
    json_file: Json = None,
) -> None:
    """Print times, memory and load; without a card, with tiny models, just that it runs."""
    found = card.name()
    if found is None:
        minutes, sweep_minutes = min(minutes, 1.0), min(sweep_minutes, 0.5)
        console.print(f"There is no NVIDIA card here: tiny models, {minutes:g} min on a processor.")
    models.main()
    chosen = model or (["turbo", "large-v3"] if found else ["tiny"])
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(
            folder,
            "cuda" if found else "cpu",
            str(joined(Path(folder) / "hour.wav", minutes * 60)),
            str(joined(Path(folder) / "sweep.wav", sweep_minutes * 60)),
            [int(size) for size in batches.split(",")],
            batch,
            timestamps,
        )
        rows = _measured(trial, chosen, minutes, on_card=found is not None)
    report(f"gpu, {minutes:g} minutes on {found or 'a processor'}", rows, json_file)


def _measured(trial: Trial, chosen: list[str], minutes: float, *, on_card: bool) -> list[Row]:
    rows = []
    for name in chosen:
        rows += part("made", trial, name)
        rows += part("recognition", trial, name)
        rows += part("out_of_memory", trial, name) if on_card else []
    rows += part("voices", trial)
    diarization = part("bare_diarization", trial)
    rows += diarization
    for name in chosen:
        ours, bare = part("ours", trial, name), part("bare_recognition", trial, name)
        rows += ours + bare
        if ours and on_card and minutes == HOUR:
            taken = ours[0].value
            rows.append(Row(f"{name}: an hour", taken, "s", f"< {BEST_S}", taken < BEST_S))
        if ours and bare and diarization:
            ratio = ours[0].value / (bare[0].value + diarization[0].value)
            goal, met = (f"<= {GOAL}", ratio <= GOAL) if on_card else (None, None)
            rows.append(Row(f"{name}: ours / bare", ratio, "×", goal, met))
    return rows


def part(name: str, trial: Trial, model: str = "") -> list[Row]:
    """Rows of a part, measured in a process of its own that ends with all it took of the card.

    None of one that fails, which says why: the others are still measured.
    """
    command = [sys.executable, "-m", "benchmarks.gpu_parts", name, model, json.dumps(asdict(trial))]
    with console.status(f"{model} {name.replace('_', ' ')}"):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        console.print(f"{model} {name.replace('_', ' ')} failed, see above")
        return []
    found: list[dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    for row in found:
        console.print(f"{row['measure']}: {row['value']:.3g} {row['unit']}")
    return [Row(**row) for row in found]


if __name__ == "__main__":
    typer.run(main)
