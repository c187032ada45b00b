"""The packaged segmentation model over real speech: shared by windows, and window by window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from streams.settings import Settings

pytestmark = pytest.mark.models
WINDOW = 10 * SAMPLE_RATE
Samples = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def speech(clip: Callable[[str], Path], models: None) -> Samples:
    """16 s of a meeting."""
    from benchmarks.bare import samples_of

    samples: Samples = samples_of(clip("trn09.flac"))[: 16 * SAMPLE_RATE]
    return samples


def model_of(settings: Settings) -> Any:
    from pyannote.audio.pipelines.utils import get_model

    from gpu_consumers.pipeline import parts

    return get_model(parts(settings).segmentation).eval()


def alone(settings: Settings, samples: Samples, step: int) -> Samples:
    """What the library's own model gives for each window: (windows, frames, classes)."""
    import torch

    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::step]
    with torch.inference_mode():
        scores = model_of(settings)(torch.from_numpy(windows.copy())[:, None])
    return np.asarray(scores, np.float32)


@pytest.mark.parametrize("step_s", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("drift", [0.0, 0.2])
def test_windows_that_share_the_first_layer_have_the_scores_they_have_alone(
    local: Settings, speech: Samples, step_s: float, drift: float
) -> None:
    import torch

    from gpu_consumers.diarize.front import Front

    model, step = model_of(local), round(step_s * SAMPLE_RATE)
    # Windows that differ in their mean, as a recorder's direct current makes them.
    samples = speech + np.linspace(0, drift, len(speech), dtype=np.float32)
    front = Front(model, WINDOW, step)
    with torch.inference_mode():
        found = model(front.of(torch.from_numpy(samples)))
    np.testing.assert_allclose(np.exp(found), np.exp(alone(local, samples, step)), atol=5e-3)


@pytest.mark.parametrize("step_s", [1.0, 0.9999])
def test_speech_is_found_whether_or_not_windows_begin_where_filters_are_applied(
    local: Settings, speech: Samples, step_s: float
) -> None:
    from gpu_consumers.diarize.front import Front
    from gpu_consumers.diarize.model import Segmenter

    settings, step = local.model_copy(update={"diarization_step_s": step_s}), round(step_s * 16_000)
    assert Front.fits(model_of(settings), step) == (step_s == 1.0)
    found = Segmenter(settings, Budget(settings)).segment(speech)
    said = alone(settings, speech, step).argmax(axis=-1) > 0
    np.testing.assert_array_equal(found.any(axis=-1), said)
