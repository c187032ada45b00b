"""Diarization with windows nearer and farther apart: error and time at each step.

`ST_DIARIZATION_STEP_S` sets it. The recordings are those of `accuracy` that have a reference.
"""

import tempfile
import warnings
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from benchmarks.accuracy import der, recordings
from benchmarks.bare import THREADS, samples_of
from benchmarks.ours import Ours, settings_for
from benchmarks.table import Json, Row, report
from gpu_consumers.layout import SAMPLE_RATE
from infra.local import models
from streams.settings import Settings

STAGES = ("preprocess", "diarize", "cluster")
STEPS = (0.5, 1.0, 2.0, 2.5, 5.0)


def main(
    data: Annotated[Path | None, typer.Option(help="Folder of audio and .rttm.")] = None,
    step: Annotated[list[float] | None, typer.Option(help="In seconds; several.")] = None,
    json_file: Json = None,
) -> None:
    """Print DER without collar and the seconds of diarizing, for each step."""
    warnings.filterwarnings("ignore")
    models.main()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        files = [f for f in recordings(data, Path(folder)) if f.with_suffix(".rttm").exists()]
        with settings_for(Path(folder), THREADS) as settings:
            for one in step or STEPS:
                error, seconds = _at(settings.model_copy(update={"diarization_step_s": one}), files)
                rows.append(Row(f"a window every {one:g} s: DER", error, "%"))
                rows.append(Row(f"a window every {one:g} s: time", seconds, "s"))
    report(f"steps, {len(files)} recordings", rows, json_file)


def _at(settings: Settings, files: list[Path]) -> tuple[float, float]:
    """DER in per cent over all files, and the seconds of the stages that the step bears on."""
    ours = Ours(settings, STAGES)
    errors = speech = seconds = 0.0
    for audio in track(files, f"a window every {settings.diarization_step_s:g} s", transient=True):
        found = ours.of(audio, None)
        wrong, said = der(
            audio.with_suffix(".rttm"), found.turns, len(samples_of(audio)) / SAMPLE_RATE
        )
        errors, speech = errors + wrong, speech + said
        seconds += found.seconds["diarize"] + found.seconds["cluster"]
    return 100 * errors / max(speech, 1.0), seconds


if __name__ == "__main__":
    typer.run(main)
