"""The bare libraries on the packaged weights, as their documentation calls them."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from pyannote.audio import Audio
from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization
from pyannote.core import Annotation
from torchaudio.compliance.kaldi import fbank

from gpu_consumers.audio import Samples
from gpu_consumers.cluster.model import JoinedDiarization
from gpu_consumers.voices import CAMPPLUS_NUMBERS, SHORTEST_S
from streams.settings import Settings

SAMPLE_RATE = 16_000
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


class Whole(JoinedDiarization):
    """The library's pipeline over a whole recording: nothing is handed to it."""

    get_segmentations = SpeakerDiarization.get_segmentations
    get_embeddings = SpeakerDiarization.get_embeddings

    def __init__(self, settings: Settings) -> None:
        torch.set_num_threads(settings.cpu_threads)
        super().__init__(settings.model_copy(update=RECIPE), CAMPPLUS_NUMBERS)
        self._embedding: Any = CamPlusPlus(settings)
        self._audio = Audio(sample_rate=SAMPLE_RATE, mono="downmix")
        self.embedding_batch_size = 1
        self.training = False

    def of(self, samples: Samples) -> Annotation:
        """Who speaks when in 16 kHz mono samples."""
        waveform = torch.from_numpy(samples)[None]
        found: Annotation = self.apply(
            {"uri": "recording", "waveform": waveform, "sample_rate": SAMPLE_RATE}
        )
        return found


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
