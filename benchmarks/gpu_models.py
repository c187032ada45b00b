"""Parts of the benchmark `gpu`: the models one by one."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from benchmarks import bare, random_weights
from benchmarks.gpu_trial import (
    GB,
    LANGUAGE,
    Trial,
    allocated,
    cut,
    sample,
    settings_of,
    used,
    watching,
)
from benchmarks.random_weights import Said, Shape
from benchmarks.table import Row
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.packing import PIECE_S, Span
from streams.settings import Settings

Words = Callable[[list[Span]], list[str]]
SAID_TOKENS = 96
SHAPES = {
    "tiny": Shape(256, 2, 2, 4),
    "turbo": random_weights.TURBO,
    "large-v3": random_weights.LARGE_V3,
}
# Batches are as large as they are asked for.
ALL_THE_CARD = {"memory_budget_gb": 70.0, "model_memory_gb": {"asr": (4.0, 0.1)}}
FREE_GB = 1.0
CLIP = 3 * SAMPLE_RATE
WINDOW_S = 10  # of the segmentation model


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
    """Speed and memory by the pieces that are taken at a time, without timestamps and with them."""
    before, began = used(trial), time.monotonic()
    spans = cut(trial.sweep)[1]
    words = _words(trial, model, timestamps=False)
    words(spans[:1])
    loaded = used(trial) - before
    rows = [
        Row(f"{model}: loaded and warm", time.monotonic() - began, "s"),
        Row(f"{model}: loaded", loaded, "GB"),
    ]
    for size in sorted(trial.batches):
        with watching(trial) as watch:
            speed = _speed(words, spans, size)
        rows.append(Row(f"{model}: {size} pieces at a time", speed, "x real time"))
        if watch:
            item = (watch.peak - before - loaded) / size
            rows.append(Row(f"{model}: {size} pieces, each takes more", item, "GB"))
            rows.append(Row(f"{model}: {size} pieces, the card computes", watch.load, "%"))
    words = _words(trial, model, timestamps=True)
    words(spans[:1])
    for size in sorted(trial.batches):
        speed = _speed(words, spans, size)
        rows.append(Row(f"{model}: {size} with timestamps", speed, "x real time"))
    return rows


def _speed(words: Words, spans: list[Span], size: int) -> float:
    """Seconds of audio a second."""
    began = time.monotonic()
    for first in range(0, len(spans), size):
        words(spans[first : first + size])
    return sum(end - start for start, end in spans) / (time.monotonic() - began)


def out_of_memory(trial: Trial, model: str) -> list[Row]:
    """With the card taken but for a little, the same text comes out by smaller batches."""
    spans = cut(trial.sweep)[1][: max(trial.batches)]
    words = _words(trial, model, timestamps=False)
    words(spans[:1])
    free, _ = torch.cuda.mem_get_info()
    taken = torch.empty(int(free - FREE_GB * GB), dtype=torch.uint8, device="cuda")
    found = words(spans)
    tries = sample("st_out_of_memory_total", model="asr")
    fitted = sample("st_batch_size", model="asr")
    del taken
    torch.cuda.empty_cache()
    same = _words(trial, model, timestamps=False)(spans) == found
    what = f"{model}: {len(spans)} pieces in {FREE_GB:g} GB"
    return [
        Row(f"{what}: memory ran out", tries, "times"),
        Row(f"{what}: done so many at a time", fitted, "pieces"),
        Row(f"{what}: the words are those of all at a time", float(same), "", "1", same),
    ]


def _words(trial: Trial, model: str, *, timestamps: bool) -> Words:
    """A recogniser of pieces of the shorter recording."""
    from gpu_consumers.transcribe.model import Recogniser

    settings = settings_of(
        trial, model, **ALL_THE_CARD, asr_batch_size=max(trial.batches), asr_timestamps=timestamps
    )
    recogniser = Recogniser(settings, Budget(settings), settings.asr_model)
    samples, _ = cut(trial.sweep)

    def words(spans: list[Span]) -> list[str]:
        found = recogniser.batched(samples, spans, LANGUAGE, beam=5, hotwords=None)
        return [word["word"] for word in found]

    return words


def voices(trial: Trial, _: str) -> list[Row]:
    """Speed and memory of segmentation and of voices."""
    from gpu_consumers.diarize.model import ON_CARD, Segmenter
    from gpu_consumers.pipeline import parts
    from gpu_consumers.voices import BATCH as CLIPS
    from gpu_consumers.voices import Voices

    settings = settings_of(trial, "")
    budget, samples = Budget(settings), bare.samples_of(Path(trial.sweep))
    windows = range(len(samples) // SAMPLE_RATE - WINDOW_S + 1)
    clips = list(samples[: len(samples) // CLIP * CLIP].reshape(-1, CLIP))
    before = allocated(trial)
    segmenter = Segmenter(settings, budget)
    segmented = allocated(trial) - before

    def segment(some: Any) -> Any:
        return segmenter.segment(samples[: (len(some) - 1 + WINDOW_S) * SAMPLE_RATE])

    rows = [Row("segmentation: loaded", segmented, "GB")]
    rows += _items(trial, "segmentation", "windows", windows, segment, ON_CARD)
    embedding = Voices(settings, budget, parts(settings).embedding)
    rows.append(Row("voices: loaded", allocated(trial) - before - segmented, "GB"))
    return rows + _items(trial, "voices", "clips of 3 s", clips, embedding.embed, CLIPS)


def _items(
    trial: Trial, name: str, what: str, items: Any, compute: Callable[[Any], Any], size: int
) -> list[Row]:
    compute(items[:size])
    before, began = allocated(trial), time.monotonic()
    compute(items)
    took = time.monotonic() - began
    peak = torch.cuda.max_memory_allocated() / GB if trial.device == "cuda" else 0.0
    return [
        Row(f"{name}: {what} a second", len(items) / took, "/s"),
        Row(f"{name}: {size} {what}, each takes more", (peak - before) / size, "GB"),
    ]
