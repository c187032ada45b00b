"""The bare libraries on the packaged weights, as their documentation calls them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from pyannote.audio import Audio, Inference, Model
from pyannote.audio.core.pipeline import Pipeline
from pyannote.audio.pipelines.clustering import AgglomerativeClustering
from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization
from pyannote.core import Annotation, SlidingWindow, SlidingWindowFeature
from pyannote.pipeline.parameter import ParamDict, Uniform
from torchaudio.compliance.kaldi import fbank

from gpu_consumers.audio import Samples
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.voices import CAMPPLUS_NUMBERS, SHORTEST_S
from streams.settings import Settings

# What the library's own clustering does best with on these weights, whole windows embedded.
RECIPE = {"diarization_step_s": 1.0, "diarization_threshold": 0.6}


class CamPlusPlus:
    """The packaged embedding model by the library's interface.

    Frames are cropped to the mask: with this model that has a lower error than weighting them.
    """

    sample_rate, metric, dimension = SAMPLE_RATE, "cosine", CAMPPLUS_NUMBERS
    min_num_samples = int(SHORTEST_S * SAMPLE_RATE)

    def __init__(self, settings: Settings) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings.cpu_threads
        self._session = onnxruntime.InferenceSession(
            str(settings.models_dir / "campplus" / "model.onnx"),
            options,
            providers=["CPUExecutionProvider"],
        )

    def __call__(self, waveforms: torch.Tensor, masks: torch.Tensor) -> npt.NDArray[np.float32]:
        pairs = zip(waveforms[:, 0], masks.numpy() > 0.5, strict=True)
        return np.stack([self._one(waveform, mask) for waveform, mask in pairs])

    def _one(self, waveform: torch.Tensor, mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
        if mask.mean() * len(waveform) < self.min_num_samples:
            return np.full(self.dimension, np.nan, np.float32)
        sound = waveform[None] * 32768
        features = fbank(sound, num_mel_bins=80, sample_frequency=SAMPLE_RATE, dither=0.0).numpy()
        kept = features[mask[np.arange(len(features)) * len(mask) // len(features)]]
        [output] = self._session.run(None, {"features": (kept - kept.mean(axis=0))[None]})
        vector: npt.NDArray[np.float32] = output[0]
        return vector


class Whole(SpeakerDiarization):  # type: ignore[misc]
    """The library's pipeline over a whole recording, on the packaged models."""

    def __init__(self, settings: Settings) -> None:
        # The library's constructor loads an embedding model and a PLDA, which are not used here.
        Pipeline.__init__(self)
        torch.set_num_threads(settings.cpu_threads)
        self.legacy = True
        self.segmentation_step = settings.diarization_step_s / 10.0
        self.embedding_exclude_overlap = True
        self.embedding_batch_size = 1
        self.training = False
        self.klustering = "AgglomerativeClustering"
        self.der_variant = {"collar": 0.0, "skip_overlap": False}
        self._segmentation = Inference(
            Model.from_pretrained(str(settings.models_dir / "segmentation" / "pytorch_model.bin")),
            duration=10.0,
            step=settings.diarization_step_s,
            skip_aggregation=True,
            device=torch.device("cpu"),
        )
        self.segmentation = ParamDict(min_duration_off=Uniform(0.0, 1.0))
        self._embedding: Any = CamPlusPlus(settings)
        self._audio = Audio(sample_rate=SAMPLE_RATE, mono="downmix")
        self.clustering = AgglomerativeClustering(metric="cosine")
        self._expects_num_speakers = False
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

    def of(self, samples: Samples) -> Annotation:
        """Who speaks when in 16 kHz mono samples."""
        waveform = torch.from_numpy(samples)[None]
        found: Annotation = self.apply(
            {"uri": "recording", "waveform": waveform, "sample_rate": SAMPLE_RATE}
        )
        return found


class Joined(Whole):
    """The same from its clustering on: segmentations and embeddings are handed to it."""

    def __init__(self, settings: Settings, scores: Samples, embeddings: Samples) -> None:
        super().__init__(settings)
        window = SlidingWindow(start=0.0, duration=10.0, step=settings.diarization_step_s)
        self._scores = SlidingWindowFeature(scores.astype(np.float32), window)
        self._vectors = embeddings

    def get_segmentations(self, file: Any, hook: Any = None) -> SlidingWindowFeature:
        """What was handed over."""
        return self._scores

    def get_embeddings(self, *_: Any, **__: Any) -> Samples:
        """What was handed over."""
        return self._vectors


def recognise(
    samples: Samples, settings: Settings, language: str | None, *, batched: bool
) -> list[Any]:
    """faster-whisper's segments with word times: sequential, or in batches of eight."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(
        str(settings.models_dir / "whisper-base"),
        compute_type="int8",
        cpu_threads=settings.cpu_threads,
    )
    if batched:
        pipeline = BatchedInferencePipeline(model)
        segments, _ = pipeline.transcribe(
            samples, language=language, word_timestamps=True, batch_size=8
        )
    else:
        segments, _ = model.transcribe(samples, language=language, word_timestamps=True)
    return list(segments)
