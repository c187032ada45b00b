"""Parts of the benchmark `gpu`, each in a process of its own; `benchmarks.gpu` says what for."""

import json
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import torch
from prometheus_client import REGISTRY

from benchmarks import bare, random_weights
from benchmarks.card import Watch
from benchmarks.gpu import Trial
from benchmarks.random_weights import Said
from benchmarks.table import Row
from gpu_consumers.audio import Samples
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.packing import PIECE_S, Span, pieces
from gpu_consumers.speech import detect
from streams.settings import Settings

LANGUAGE = "en"
SAID_TOKENS = 96
SHAPES = {
    "tiny": random_weights.Shape(256, 2, 2, 4),
    "turbo": random_weights.TURBO,
    "large-v3": random_weights.LARGE_V3,
}
GB = 1024**3
# Batches are as large as they are asked for.
ALL_THE_CARD = {"memory_budget_gb": 70.0, "model_memory_gb": {"asr": (4.0, 0.1)}}
FREE_GB = 1.0
CLIP = 3 * SAMPLE_RATE


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
            "diarization_pipeline": str(folder / "community-1"),
            "cpu_threads": 2,
            **more,
        }
    )


def made(trial: Trial, model: str) -> list[Row]:
    """The models' folders."""
    began = time.monotonic()
    folder, packaged = Path(trial.folder), Settings().models_dir
    text = " ".join(
        line.split(None, 6)[6].strip()
        for line in bare.PANEL.with_suffix(".stm").read_text().splitlines()
        if not line.startswith(";;")
    )
    said = Said(text, SAID_TOKENS, PIECE_S, LANGUAGE)
    like = packaged / "whisper-base"
    random_weights.whisper(folder / model, like, SHAPES[model], said, trial.device)
    if not (folder / "community-1").exists():
        random_weights.community(folder / "community-1", packaged / "segmentation")
    return [Row(f"{model}: weights drawn", time.monotonic() - began, "s")]


def recognition(trial: Trial, model: str) -> list[Row]:
    """Speed and memory by the pieces that are taken at a time."""
    before, began = _used(trial), time.monotonic()
    words = _words(trial, model, max(trial.batches))
    spans = _cut(trial.sweep)[1]
    words(spans[:1])
    loaded = _used(trial) - before
    rows = [
        Row(f"{model}: loaded and warm", time.monotonic() - began, "s"),
        Row(f"{model}: loaded", loaded, "GB"),
    ]
    for size in sorted(trial.batches):
        with _watching(trial) as watch:
            began = time.monotonic()
            for first in range(0, len(spans), size):
                words(spans[first : first + size])
            took = time.monotonic() - began
        speed = sum(end - start for start, end in spans) / took
        rows.append(Row(f"{model}: {size} pieces at a time", speed, "x real time"))
        if watch:
            item = (watch.peak - before - loaded) / size
            rows.append(Row(f"{model}: {size} pieces, each takes more", item, "GB"))
            rows.append(Row(f"{model}: {size} pieces, the card computes", watch.load, "%"))
    return rows


def out_of_memory(trial: Trial, model: str) -> list[Row]:
    """With the card taken but for a little, the same text comes out by smaller batches."""
    most = max(trial.batches)
    words, spans = _words(trial, model, most), _cut(trial.sweep)[1][:most]
    words(spans[:1])
    free, _ = torch.cuda.mem_get_info()
    taken = torch.empty(int(free - FREE_GB * GB), dtype=torch.uint8, device="cuda")
    found = words(spans)
    tries, fitted = (
        _sample(name, model="asr") for name in ("st_out_of_memory_total", "st_batch_size")
    )
    del taken
    torch.cuda.empty_cache()
    same = _words(trial, model, most)(spans) == found
    what = f"{model}: {len(spans)} pieces in {FREE_GB:g} GB"
    return [
        Row(f"{what}: memory ran out", tries, "times"),
        Row(f"{what}: done so many at a time", fitted, "pieces"),
        Row(f"{what}: the words are those of all at a time", float(same), "", "1", same),
    ]


def _words(trial: Trial, model: str, most: int) -> Callable[[list[Span]], list[str]]:
    """A recogniser of pieces of the shorter recording, up to so many at a time."""
    from gpu_consumers.transcribe.model import Recogniser

    settings = settings_of(trial, model, asr_batch_size=most, **ALL_THE_CARD)
    recogniser = Recogniser(settings, Budget(settings), settings.asr_model)
    samples, _ = _cut(trial.sweep)

    def words(spans: list[Span]) -> list[str]:
        found = recogniser.batched(samples, spans, LANGUAGE, beam=5, hotwords=None)
        return [word["word"] for word in found]

    return words


def voices(trial: Trial, _: str) -> list[Row]:
    """Speed and memory of segmentation and of voices."""
    from gpu_consumers.diarize.model import BATCH, Segmenter
    from gpu_consumers.pipeline import parts
    from gpu_consumers.voices import BATCH as CLIPS
    from gpu_consumers.voices import Voices

    settings = settings_of(trial, "")
    budget, samples = Budget(settings), bare.samples_of(Path(trial.sweep))
    windows = np.lib.stride_tricks.sliding_window_view(samples, 10 * SAMPLE_RATE)[::SAMPLE_RATE]
    clips = list(samples[: len(samples) // CLIP * CLIP].reshape(-1, CLIP))
    before = _allocated(trial)
    segmenter = Segmenter(settings, budget)
    segmented = _allocated(trial) - before
    rows = [Row("segmentation: loaded", segmented, "GB")]
    rows += _speed(trial, "segmentation", "windows", windows, segmenter.segment, BATCH)
    embedding = Voices(settings, budget, parts(settings).embedding)
    rows.append(Row("voices: loaded", _allocated(trial) - before - segmented, "GB"))
    return rows + _speed(trial, "voices", "clips of 3 s", clips, embedding.embed, CLIPS)


def _speed(
    trial: Trial, name: str, what: str, items: Any, compute: Callable[[Any], Any], size: int
) -> list[Row]:
    compute(items[:size])
    before, began = _allocated(trial), time.monotonic()
    compute(items)
    took = time.monotonic() - began
    peak = torch.cuda.max_memory_allocated() / GB if trial.device == "cuda" else 0.0
    return [
        Row(f"{name}: {what} a second", len(items) / took, "/s"),
        Row(f"{name}: {size} {what}, each takes more", (peak - before) / size, "GB"),
    ]


def bare_recognition(trial: Trial, model: str) -> list[Row]:
    """faster-whisper over our pieces of the whole recording, with word times."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    settings = settings_of(trial, model)
    samples, spans = _cut(trial.hour)
    whisper = WhisperModel(
        settings.asr_model, device=trial.device, compute_type=settings.asr_compute_type
    )
    clips = [{"start": start, "end": end} for start, end in spans]
    began = time.monotonic()
    segments, _ = BatchedInferencePipeline(whisper).transcribe(
        samples,
        language=LANGUAGE,
        word_timestamps=True,
        without_timestamps=False,
        vad_filter=False,
        clip_timestamps=clips,
        batch_size=trial.batch,
    )
    count = sum(len(segment.words or []) for segment in segments)
    took = time.monotonic() - began
    assert count, "faster-whisper found no words"
    return [Row(f"{model}: bare recognition, {trial.batch} pieces at a time", took, "s")]


def bare_diarization(trial: Trial, _: str) -> list[Row]:
    """pyannote's pipeline over the whole recording."""
    from pyannote.audio import Pipeline

    pipeline = Pipeline.from_pretrained(str(Path(trial.folder) / "community-1"))
    assert pipeline is not None
    pipeline.to(torch.device(trial.device))
    waveform = torch.from_numpy(bare.samples_of(Path(trial.hour)))[None]
    pipeline({"waveform": waveform[:, : 20 * SAMPLE_RATE], "sample_rate": SAMPLE_RATE})
    began = time.monotonic()
    pipeline({"waveform": waveform, "sample_rate": SAMPLE_RATE})
    return [Row("bare diarization", time.monotonic() - began, "s")]


def ours(trial: Trial, model: str) -> list[Row]:
    """The whole recording through all stages side by side."""
    from benchmarks.beside import Beside

    beside = Beside(settings_of(trial, model))
    beside.of([Path(trial.sweep)], LANGUAGE)
    with _watching(trial) as watch:
        run = beside.of([Path(trial.hour)], LANGUAGE)
    assert run.segments, "no text came out"
    rows = [Row(f"{model}: ours", run.seconds, "s")]
    rows.append(Row(f"{model}: ours, first text", run.first_text, "s"))
    rows += [Row(f"{model}: {stage} busy", busy, "s") for stage, busy in run.busy.items()]
    if watch:
        admitted = _sample("st_memory_gb", what="declared") + watch.admitted
        rows.append(Row(f"{model}: memory admitted", admitted, "GB", f"<= {beside.budget.limit}"))
        rows.append(Row(f"{model}: memory used", watch.peak, "GB"))
        rows.append(Row(f"{model}: the card computes", watch.load, "%"))
    return rows


@cache
def _cut(audio: str) -> tuple[Samples, list[Span]]:
    """A recording, and the pieces of its speech."""
    samples = bare.samples_of(Path(audio))
    return samples, pieces(detect(samples))


def _used(trial: Trial) -> float:
    """GB of the card, by all processes."""
    if trial.device != "cuda":
        return 0.0
    free, whole = torch.cuda.mem_get_info()
    return float(whole - free) / GB


def _allocated(trial: Trial) -> float:
    """GB of the card, by tensors of this process."""
    return torch.cuda.memory_allocated() / GB if trial.device == "cuda" else 0.0


def _sample(name: str, **labels: str) -> float:
    """In this process's metrics."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def _watching(trial: Trial) -> Any:
    return Watch() if trial.device == "cuda" else nullcontext()


def _run() -> None:
    warnings.filterwarnings("ignore")
    name, model, told = sys.argv[1:]
    parts = made, recognition, out_of_memory, voices, bare_recognition, bare_diarization, ours
    [part] = [part for part in parts if part.__name__ == name]
    rows = part(Trial(**json.loads(told)), model)
    sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")


if __name__ == "__main__":
    _run()
