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
from gpu_consumers.diarize.front import Front
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.pipeline import parts
from streams import metrics
from streams.settings import Settings

# Windows at a time: on a processor more are no quicker. Neighbours share the first layer.
BATCH, ON_CARD = 16, 32


class Segmenter:
    """Who speaks in each frame of a window: (windows, frames, speakers) of 0 and 1."""

    def __init__(self, settings: Settings, budget: Budget) -> None:
        began = time.monotonic()
        torch.set_num_threads(settings.cpu_threads)
        model = get_model(parts(settings).segmentation)
        self.window_s = float(model.specifications.duration)
        self._window = round(self.window_s * SAMPLE_RATE)
        self._step = round(settings.diarization_step_s * SAMPLE_RATE)
        fits = Front.fits(model, self._step)
        self._front = Front(model, self._window, self._step) if fits else None
        self._inference = Inference(
            model,
            duration=self.window_s,
            step=settings.diarization_step_s,
            skip_aggregation=True,
            device=torch.device(settings.device),
        )
        size = BATCH if settings.device == "cpu" else ON_CARD
        self._batch = budget.batch("segmentation", size, torch.cuda.empty_cache)
        self.segment(np.zeros(self._window, np.float32))
        metrics.MODEL_LOAD_SECONDS.labels("segmentation").set(time.monotonic() - began)

    def segment(self, samples: Samples) -> npt.NDArray[np.float32]:
        """Scores of the windows that begin a step apart in (samples,)."""
        windows = range(0, len(samples) - self._window + 1, self._step)

        def scores(firsts: Sequence[int]) -> npt.NDArray[np.float32]:
            sound = torch.from_numpy(samples[firsts[0] : firsts[-1] + self._window])
            found = self._inference.infer(self._input(sound.to(self._inference.device)))
            return np.asarray(found, np.float32)

        with computing("segmentation"):
            return np.stack(self._batch.map(list(windows), scores))

    def _input(self, sound: torch.Tensor) -> torch.Tensor:
        """What the model is given for neighbouring windows."""
        if self._front is not None:
            return self._front.of(sound)
        return sound.unfold(0, self._window, self._step)[:, None]
