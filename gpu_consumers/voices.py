"""Speaker embeddings: speech to a vector, by the packaged CAM++ in ONNX Runtime or pyannote's.

CAM++: Wang et al., 2023, arXiv:2303.00332. It takes 80 mel filter banks, mean-normalised.
"""

import time

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from pyannote.audio.pipelines.speaker_verification import PretrainedSpeakerEmbedding
from torchaudio.compliance.kaldi import fbank

from gpu_consumers.audio import Samples
from gpu_consumers.layout import SAMPLE_RATE
from streams import metrics
from streams.settings import Settings

Vector = npt.NDArray[np.float32]
FRAME_S = 0.01
SHORTEST_S = 0.4


class Voices:
    """Embeds speech. `dimension` numbers a vector: 192 for the packaged model."""

    def __init__(self, settings: Settings) -> None:
        began = time.monotonic()
        torch.set_num_threads(settings.cpu_threads)
        self.name = settings.speaker_embedding_model or "campplus"
        self._pretrained = None
        self._session = None
        if settings.speaker_embedding_model:
            self._pretrained = PretrainedSpeakerEmbedding(
                settings.speaker_embedding_model, device=torch.device(settings.device)
            )
        else:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = settings.cpu_threads
            # Spinning threads would take the cores from the process that recognises.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            path = str(settings.models_dir / "campplus" / "model.onnx")
            self._session = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
        warm = np.random.default_rng(0).standard_normal(SAMPLE_RATE).astype(np.float32)
        self.dimension = len(self.masked(warm, [np.ones(100, bool)])[0])
        metrics.MODEL_LOAD_SECONDS.labels("voices").set(time.monotonic() - began)

    def masked(self, samples: Samples, masks: list[npt.NDArray[np.bool_]]) -> list[Vector]:
        """One vector for each mask over the same samples; NaN where too little is left.

        A mask covers the samples evenly with its frames. Features are computed once; cropping
        them to a mask gives a lower error than weighting by it.
        """
        if self._session is None:
            return [self._by_pyannote(samples, mask) for mask in masks]
        tensor = torch.from_numpy(samples).unsqueeze(0) * 32768
        features = fbank(tensor, num_mel_bins=80, sample_frequency=SAMPLE_RATE, dither=0.0).numpy()
        return [self._campplus(features[_frames(mask, len(features))]) for mask in masks]

    def whole(self, samples: Samples) -> Vector:
        """The vector of all of the samples."""
        return self.masked(samples, [np.ones(100, bool)])[0]

    def _campplus(self, features: npt.NDArray[np.float32]) -> Vector:
        if self._session is None or len(features) < SHORTEST_S / FRAME_S:
            return np.full(192, np.nan, np.float32)
        centred = features - features.mean(axis=0, keepdims=True)
        [output] = self._session.run(None, {"features": centred[None].astype(np.float32)})
        vector: Vector = output[0]
        return vector

    def _by_pyannote(self, samples: Samples, mask: npt.NDArray[np.bool_]) -> Vector:
        if self._pretrained is None:
            raise RuntimeError("no model is loaded")
        waveform = torch.from_numpy(samples)[None, None]
        weights = torch.from_numpy(mask.astype(np.float32))[None]
        vector: Vector = self._pretrained(waveform, masks=weights)[0]
        return vector


def _frames(mask: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.bool_]:
    """The mask at `count` frames over the same time."""
    resampled: npt.NDArray[np.bool_] = mask[np.arange(count) * len(mask) // count]
    return resampled
