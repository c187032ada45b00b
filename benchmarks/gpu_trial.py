"""What the parts of the benchmark `gpu` have in common."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import torch
from prometheus_client import REGISTRY

from benchmarks import bare
from benchmarks.card import Watch
from gpu_consumers.audio import Samples
from gpu_consumers.packing import Span, pieces
from gpu_consumers.speech import detect
from streams.settings import Settings

LANGUAGE = "en"
GB = 1024**3


@dataclass(frozen=True)
class Trial:
    """What a part is told: folders, recordings, and how many pieces to take at a time."""

    folder: str
    device: str
    hour: str
    sweep: str
    batches: list[int]
    batch: int
    timestamps: bool


def settings_of(trial: Trial, model: str, **more: Any) -> Settings:
    """Of a worker with that recogniser and the pipeline."""
    folder = Path(trial.folder)
    return Settings(
        **{
            "object_store": (folder / uuid4().hex).as_uri(),
            "extra_uri_prefixes": [folder.resolve().as_uri() + "/"],
            "device": trial.device,
            "asr_model": str(folder / model),
            "asr_compute_type": "float16" if trial.device == "cuda" else "int8",
            "asr_batch_size": trial.batch,
            "asr_timestamps": trial.timestamps,
            "diarization_pipeline": str(folder / "community-1"),
            "cpu_threads": 2,
            **more,
        }
    )


@cache
def cut(audio: str) -> tuple[Samples, list[Span]]:
    """A recording, and the pieces of its speech."""
    samples = bare.samples_of(Path(audio))
    return samples, pieces(detect(samples))


def used(trial: Trial) -> float:
    """GB of the card, by all processes."""
    if trial.device != "cuda":
        return 0.0
    free, whole = torch.cuda.mem_get_info()
    return float(whole - free) / GB


def allocated(trial: Trial) -> float:
    """GB of the card, by tensors of this process."""
    return torch.cuda.memory_allocated() / GB if trial.device == "cuda" else 0.0


def sample(name: str, **labels: str) -> float:
    """In this process's metrics."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def watching(trial: Trial) -> Any:
    """A `Watch` of the card, or nothing."""
    return Watch() if trial.device == "cuda" else nullcontext()
