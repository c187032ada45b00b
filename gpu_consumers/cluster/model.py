"""The global half of pyannote's diarization over windows computed elsewhere.

The library's own pipeline runs, but for its two costly steps, which are given their results.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from pyannote.audio import Inference, Model
from pyannote.audio.core.pipeline import Pipeline
from pyannote.audio.pipelines.clustering import AgglomerativeClustering
from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization
from pyannote.core import SlidingWindow, SlidingWindowFeature
from pyannote.pipeline.parameter import ParamDict, Uniform

from gpu_consumers.busy import computing
from streams.settings import Settings

Array = npt.NDArray[Any]


class JoinedDiarization(SpeakerDiarization):  # type: ignore[misc]
    """`SpeakerDiarization` whose segmentations and embeddings are handed to it."""

    def __init__(self, settings: Settings, dimension: int) -> None:
        # The library's constructor loads an embedding model and a PLDA, which are not used here.
        Pipeline.__init__(self)
        checkpoint = settings.segmentation_model or str(
            Path(settings.models_dir) / "segmentation" / "pytorch_model.bin"
        )
        self.legacy = True
        self.segmentation_step = settings.diarization_step_s / 10.0
        self.embedding_exclude_overlap = True
        self.klustering = "AgglomerativeClustering"
        self.der_variant = {"collar": 0.0, "skip_overlap": False}
        self._segmentation = Inference(
            Model.from_pretrained(checkpoint), skip_aggregation=True, device=torch.device("cpu")
        )
        self.segmentation = ParamDict(min_duration_off=Uniform(0.0, 1.0))
        self._embedding = SimpleNamespace(dimension=dimension, metric="cosine")
        self.clustering = AgglomerativeClustering(metric="cosine")
        self._expects_num_speakers = False
        self._joined: tuple[SlidingWindowFeature, Array] | None = None
        self.instantiate(
            {
                "segmentation": {"min_duration_off": 0.0},
                "clustering": {
                    "method": "centroid",
                    "min_cluster_size": settings.diarization_min_cluster_size,
                    "threshold": settings.diarization_threshold,
                },
            }
        )
        self._step = settings.diarization_step_s

    def turns(
        self, scores: Array, embeddings: Array, **speakers: int | None
    ) -> list[tuple[float, float, str]]:
        """Turns from (windows, frames, speakers) scores and (windows, speakers, n) embeddings.

        `speakers` may give num_speakers, min_speakers and max_speakers.
        """
        window = SlidingWindow(start=0.0, duration=10.0, step=self._step)
        self._joined = (SlidingWindowFeature(scores.astype(np.float32), window), embeddings)
        with computing("clustering"):
            annotation = self.apply({"uri": "recording", "waveform": None}, **speakers)
        return [
            (segment.start, segment.end, str(label))
            for segment, _, label in annotation.itertracks(yield_label=True)
        ]

    def get_segmentations(self, file: Any, hook: Any = None) -> SlidingWindowFeature:
        """What was handed over."""
        if self._joined is None:
            raise RuntimeError("call turns()")
        return self._joined[0]

    def get_embeddings(self, *_: Any, **__: Any) -> Array:
        """What was handed over."""
        if self._joined is None:
            raise RuntimeError("call turns()")
        return self._joined[1]
