"""How much of Whisper's window is encoded."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from faster_whisper import BatchedInferencePipeline

from gpu_consumers.transcribe.model import ShortWindows


@pytest.mark.parametrize(
    ("margin_s", "seconds", "frames"),
    [(2.0, (3.0, 5.5), 750), (2.0, (24.0,), 2600), (2.0, (28.9,), 3000), (30.0, (1.0,), 3000)],
)
def test_the_longest_piece_and_its_margin_are_encoded(
    monkeypatch: pytest.MonkeyPatch, margin_s: float, seconds: tuple[float, ...], frames: int
) -> None:
    encoded: list[tuple[int, ...]] = []

    def forward(_: Any, features: Any, *__: Any) -> None:
        encoded.append(features.shape)

    monkeypatch.setattr(BatchedInferencePipeline, "forward", forward)
    rates = SimpleNamespace(sampling_rate=16_000, hop_length=160)
    model: Any = SimpleNamespace(feature_extractor=rates)
    features = np.zeros((len(seconds), 80, 3000), np.float32)
    chunks = [{"duration": duration} for duration in seconds]
    ShortWindows(model, margin_s).forward(features, None, chunks, None)
    assert encoded == [(len(seconds), 80, frames)]
