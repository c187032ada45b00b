"""Speaker embeddings: speech to a vector, by the packaged CAM++ in ONNX Runtime or pyannote's.

CAM++: Wang et al., 2023, arXiv:2303.00332. It takes 80 mel filter banks, mean-normalised.
"""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
from pyannote.audio.pipelines.speaker_verification import PretrainedSpeakerEmbedding
from torchaudio.compliance.kaldi import fbank

from gpu_consumers.audio import Samples
from gpu_consumers.busy import computing
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from streams import metrics
from streams.settings import Settings

Vector = npt.NDArray[np.float32]
CAMPPLUS_NUMBERS = 192
SHORTEST_S = 0.4
BATCH = 32


class Voices:
    """Embeds speech. `dimension` numbers a vector: 192 for the packaged model."""

    def __init__(self, settings: Settings, budget: Budget, model: Any = None) -> None:
        """`model`: what pyannote loads it from (`pipeline.loadable`); None: the packaged one."""
        began = time.monotonic()
        torch.set_num_threads(settings.cpu_threads)
        self._pretrained = None
        self._session = None
        # Clips of different length are quickest one by one on a processor.
        size = 1 if model is None else BATCH
        self._batch = budget.batch("voices", size, torch.cuda.empty_cache)
        if model is not None:
            self._pretrained = PretrainedSpeakerEmbedding(
                model, device=torch.device(settings.device)
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
        self.dimension = self.embed([warm]).shape[1]
        metrics.MODEL_LOAD_SECONDS.labels("voices").set(time.monotonic() - began)

    def embed(self, clips: Sequence[Samples]) -> npt.NDArray[np.float32]:
        """(clips, numbers) of clips of any lengths; NaN for those under `SHORTEST_S`."""
        if not clips:
            return np.zeros((0, self.dimension), np.float32)
        with computing("voices"):
            return self._embedded(clips)

    def _embedded(self, clips: Sequence[Samples]) -> npt.NDArray[np.float32]:
        if self._session is not None:
            return np.stack(self._batch.map(clips, self._by_campplus))
        # Clips of like length make batches with little padding.
        order = sorted(range(len(clips)), key=lambda i: len(clips[i]))
        found = self._batch.map([clips[i] for i in order], self._by_pyannote)
        return np.stack(found)[np.argsort(order)]

    def _by_campplus(self, clips: Sequence[Samples]) -> list[Vector]:
        return [self._campplus(clip) for clip in clips]

    def _campplus(self, samples: Samples) -> Vector:
        if self._session is None or len(samples) < SHORTEST_S * SAMPLE_RATE:
            return np.full(CAMPPLUS_NUMBERS, np.nan, np.float32)
        tensor = torch.from_numpy(samples).unsqueeze(0) * 32768
        features = fbank(tensor, num_mel_bins=80, sample_frequency=SAMPLE_RATE, dither=0.0).numpy()
        centred = features - features.mean(axis=0, keepdims=True)
        [output] = self._session.run(None, {"features": centred[None].astype(np.float32)})
        vector: Vector = output[0]
        return vector

    def _by_pyannote(self, clips: Sequence[Samples]) -> Vector:
        if self._pretrained is None:
            raise RuntimeError("no model is loaded")
        longest = max(len(clip) for clip in clips)
        waveforms = np.stack([np.pad(clip, (0, longest - len(clip))) for clip in clips])
        masks = np.stack([np.arange(longest) < len(clip) for clip in clips])
        vectors: Vector = self._pretrained(
            torch.from_numpy(waveforms)[:, None], masks=torch.from_numpy(masks.astype(np.float32))
        )
        short = [len(clip) < SHORTEST_S * SAMPLE_RATE for clip in clips]
        return np.where(np.asarray(short)[:, None], np.nan, vectors)
