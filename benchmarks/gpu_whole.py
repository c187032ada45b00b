"""Parts of the benchmark `gpu`: the whole recording, by our stages and by the bare libraries."""

import time
from pathlib import Path

import torch

from benchmarks import bare
from benchmarks.gpu_trial import LANGUAGE, Trial, cut, sample, settings_of, watching
from benchmarks.table import Row
from gpu_consumers.layout import SAMPLE_RATE

WARM_S = 20


def ours(trial: Trial, model: str) -> list[Row]:
    """The recording through all stages side by side."""
    from benchmarks.beside import Beside

    beside = Beside(settings_of(trial, model))
    beside.of([Path(trial.sweep)], LANGUAGE)
    with watching(trial) as watch:
        run = beside.of([Path(trial.hour)], LANGUAGE)
    assert run.segments, "no text came out"
    rows = [
        Row(f"{model}: ours", run.seconds, "s"),
        Row(f"{model}: ours, first text", run.first_text, "s"),
    ]
    rows += [Row(f"{model}: {stage} computes", busy, "s") for stage, busy in run.busy.items()]
    if watch:
        admitted = sample("st_memory_gb", what="declared") + watch.admitted
        rows.append(Row(f"{model}: memory admitted", admitted, "GB", f"<= {beside.budget.limit}"))
        rows.append(Row(f"{model}: memory used", watch.peak, "GB"))
        rows.append(Row(f"{model}: the card computes", watch.load, "%"))
    return rows


def bare_recognition(trial: Trial, model: str) -> list[Row]:
    """faster-whisper over our pieces of the whole recording, with word times."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    settings = settings_of(trial, model)
    samples, spans = cut(trial.hour)
    whisper = WhisperModel(
        settings.asr_model, device=trial.device, compute_type=settings.asr_compute_type
    )
    pipeline = BatchedInferencePipeline(whisper)

    def words(some: list[tuple[float, float]]) -> int:
        segments, _ = pipeline.transcribe(
            samples,
            language=LANGUAGE,
            word_timestamps=True,
            without_timestamps=not trial.timestamps,
            vad_filter=False,
            clip_timestamps=[{"start": start, "end": end} for start, end in some],
            batch_size=trial.batch,
        )
        return sum(len(segment.words or []) for segment in segments)

    words(spans[:1])
    began = time.monotonic()
    assert words(spans), "faster-whisper found no words"
    took = time.monotonic() - began
    return [Row(f"{model}: bare recognition, {trial.batch} pieces at a time", took, "s")]


def bare_diarization(trial: Trial, _: str) -> list[Row]:
    """pyannote's pipeline over the whole recording."""
    from pyannote.audio import Pipeline

    pipeline = Pipeline.from_pretrained(str(Path(trial.folder) / "community-1"))
    assert pipeline is not None
    pipeline.to(torch.device(trial.device))
    waveform = torch.from_numpy(bare.samples_of(Path(trial.hour)))[None]
    pipeline({"waveform": waveform[:, : WARM_S * SAMPLE_RATE], "sample_rate": SAMPLE_RATE})
    began = time.monotonic()
    pipeline({"waveform": waveform, "sample_rate": SAMPLE_RATE})
    return [Row("bare diarization", time.monotonic() - began, "s")]
