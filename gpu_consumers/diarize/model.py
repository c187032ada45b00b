"""pyannote's segmentation model over windows."""

import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from pyannote.audio import Inference
from pyannote.audio.pipelines.utils import get_model

from gpu_consumers.audio import Samples
from gpu_consumers.busy import computing
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.pipeline import parts
from streams import metrics
from streams.settings import Settings

# Windows at a time: on a processor more are no quicker.
BATCH, ON_CARD = 8, 32


class Segmenter:
    """Who speaks in each frame of a window: (windows, frames, speakers) of 0 and 1."""

    def __init__(self, settings: Settings, budget: Budget) -> None:
        began = time.monotonic()
        torch.set_num_threads(settings.cpu_threads)
        model = get_model(parts(settings).segmentation)
        self.window_s = float(model.specifications.duration)
        self._inference = Inference(
            model,
            duration=self.window_s,
            step=settings.diarization_step_s,
            skip_aggregation=True,
            device=torch.device(settings.device),
        )
        size = BATCH if settings.device == "cpu" else ON_CARD
        self._batch = budget.batch("segmentation", size, torch.cuda.empty_cache)
        self.segment(np.zeros((1, int(self.window_s * SAMPLE_RATE)), np.float32))
        metrics.MODEL_LOAD_SECONDS.labels("segmentation").set(time.monotonic() - began)

    def segment(self, windows: Samples) -> npt.NDArray[np.float32]:
        """Scores of (windows, samples)."""
        with computing("segmentation"):
            return np.stack(self._batch.map(list(windows), self._scores))

    def _scores(self, windows: Sequence[Samples]) -> npt.NDArray[np.float32]:
        scores = self._inference.infer(torch.from_numpy(np.stack(windows))[:, None])
        result: npt.NDArray[np.float32] = np.asarray(scores, np.float32)
        return result
