"""Text embeddings by FlagEmbedding."""

import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from FlagEmbedding import BGEM3FlagModel, FlagModel

from gpu_consumers.busy import computing
from streams import metrics
from streams.settings import Settings


class Embedder:
    """Texts to unit vectors: BGE-M3's dense head, or another model by mean pooling."""

    def __init__(self, settings: Settings) -> None:
        began = time.monotonic()
        self._threads = settings.text_embedding_threads or settings.cpu_threads
        chosen = settings.text_embedding_model
        path = chosen or str(settings.models_dir / "multilingual-e5-small")
        self.name = Path(path).name
        self._batch = settings.text_embedding_batch
        # E5 models are trained with this prefix for texts compared with their like.
        self._prefix = "query: " if "e5" in self.name else ""
        fp16 = settings.device != "cpu"
        if "bge-m3" in path.lower():
            self._model = BGEM3FlagModel(path, use_fp16=fp16, devices=[settings.device])
        else:
            self._model = FlagModel(
                path, pooling_method="mean", use_fp16=fp16, devices=[settings.device]
            )
        self.dimension = self.embed(["warm"]).shape[1]
        metrics.MODEL_LOAD_SECONDS.labels("text").set(time.monotonic() - began)

    def embed(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """(texts, numbers), every row of length 1."""
        prefixed = [self._prefix + text for text in texts]
        others = torch.get_num_threads()
        torch.set_num_threads(self._threads)
        try:
            with computing("text"):
                output = self._model.encode(prefixed, batch_size=self._batch, max_length=512)
        finally:
            torch.set_num_threads(others)
        vectors = np.asarray(output["dense_vecs"] if isinstance(output, dict) else output)
        vectors = np.atleast_2d(vectors).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
