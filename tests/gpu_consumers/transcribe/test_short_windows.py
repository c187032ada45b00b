"""How much of Whisper's window is encoded."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from faster_whisper import BatchedInferencePipeline

from gpu_consumers.transcribe.model import ShortWindows


@pytest.mark.parametrize(
    ("longest_s", "margin_s", "frames"),
    [(24.0, 3.0, 2700), (24.0, 0.0, 2400), (24.0, 30.0, 3000), (1.4, 3.0, 440)],
)
def test_the_longest_piece_and_a_margin_are_encoded(
    monkeypatch: pytest.MonkeyPatch, longest_s: float, margin_s: float, frames: int
) -> None:
    encoded: list[tuple[int, ...]] = []

    def forward(_: Any, features: Any, *__: Any) -> None:
        encoded.append(features.shape)

    monkeypatch.setattr(BatchedInferencePipeline, "forward", forward)
    rates = SimpleNamespace(sampling_rate=16_000, hop_length=160)
    model: Any = SimpleNamespace(feature_extractor=rates)
    features = np.zeros((2, 80, 3000), np.float32)
    ShortWindows(model, longest_s, margin_s).forward(features, None, [], None)
    assert encoded == [(2, 80, frames)]
