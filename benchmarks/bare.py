"""The bare models over the example meeting, one after another, each in its own process.

Each has both cores: faster-whisper sequential and batched, then pyannote's pipeline with the
packaged weights. What the system needs from submit to completed is compared with their sum.
"""

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer

from benchmarks.table import Row, report
from gpu_consumers.audio import Samples, decode, pcm
from gpu_consumers.cluster.model import JoinedDiarization
from gpu_consumers.diarize.logic import clean_masks
from gpu_consumers.diarize.model import Segmenter
from gpu_consumers.voices import Voices
from infra.local import models
from streams.settings import Settings

PANEL = Path("examples/panel/reunion_panel-citoyen.mp3")
THREADS = 2


def samples_of(path: Path) -> Samples:
    """The recording, 16 kHz mono."""
    buffer = io.BytesIO()
    with path.open("rb") as source:
        decode(source, buffer, longest_s=36_000)
    return pcm(buffer.getvalue())


def recognise(samples: Samples, settings: Settings, *, batched: bool) -> None:
    """faster-whisper as its README calls it."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(
        str(settings.models_dir / "whisper-base"), compute_type="int8", cpu_threads=THREADS
    )
    if batched:
        segments, _ = BatchedInferencePipeline(model).transcribe(
            samples, language="fr", word_timestamps=True, batch_size=8
        )
    else:
        segments, _ = model.transcribe(samples, language="fr", word_timestamps=True)
    for _ in segments:
        pass


def diarize(samples: Samples, settings: Settings) -> None:
    """Windows of the whole recording through segmentation, embedding and pyannote's clustering."""
    torch.set_num_threads(THREADS)
    segmenter, voices = Segmenter(settings), Voices(settings)
    length = int(segmenter.window_s * 16_000)
    step = int(settings.diarization_step_s * 16_000)
    padded = np.pad(samples, (0, length))
    windows = [padded[i : i + length] for i in range(0, len(samples) - length + step, step)]
    scores = np.concatenate([segmenter.segment(window[None]) for window in windows])
    embeddings = np.stack(
        [
            np.stack(voices.masked(window, clean_masks(score, 24)))
            for window, score in zip(windows, scores, strict=True)
        ]
    )
    JoinedDiarization(settings, voices.dimension).turns(scores, embeddings)


def measure(part: str) -> None:
    """Run a part in this process and print its seconds, models loaded within."""
    settings = Settings(cpu_threads=THREADS)
    samples = samples_of(PANEL)
    began = time.monotonic()
    if part == "diarization":
        diarize(samples, settings)
    else:
        recognise(samples, settings, batched=part == "batched")
    sys.stdout.write(json.dumps({"seconds": time.monotonic() - began}) + "\n")


def main(
    part: Annotated[str | None, typer.Option(help="Run just this part, in this process.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Time the bare models."""
    if part is not None:
        measure(part)
        return
    models.main()
    seconds = {name: _timed(name) for name in ("sequential", "batched", "diarization")}
    rows = [Row(name, value, "s") for name, value in seconds.items()]
    rows.append(Row("sequential + diarization", rows[0].value + rows[2].value, "s"))
    rows.append(Row("batched + diarization", rows[1].value + rows[2].value, "s"))
    report(f"bare models, {PANEL.name}, {THREADS} threads", rows, json_file)


def _timed(part: str) -> float:
    command = [sys.executable, "-m", "benchmarks.bare", "--part", part]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.strip().splitlines()[-1])["seconds"])


if __name__ == "__main__":
    typer.run(main)
