"""Text embeddings by FlagEmbedding's models."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from FlagEmbedding import BGEM3FlagModel, FlagModel

from gpu_consumers.busy import computing
from gpu_consumers.memory import Budget
from streams import metrics
from streams.settings import Settings

MOST_TOKENS = 512


class Embedder:
    """Texts to unit vectors: BGE-M3's dense head, or another model by mean pooling.

    The library's `encode` computes its first batch, the longest texts, twice to see whether it
    fits. On a processor that is a fifth of the time, and batches side by side on a core each are
    quicker than one after the other on all (docs/measurements.md).
    """

    def __init__(self, settings: Settings, budget: Budget) -> None:
        began = time.monotonic()
        on_cpu = settings.device == "cpu"
        self._beside = (settings.text_embedding_threads or settings.cpu_threads) if on_cpu else 1
        chosen = settings.text_embedding_model
        path = chosen or str(settings.models_dir / "multilingual-e5-small")
        self.name = Path(path).name
        self._batch = budget.batch("text", settings.text_embedding_batch, torch.cuda.empty_cache)
        # E5 models are trained with this prefix for texts compared with their like.
        self._prefix = "query: " if "e5" in self.name else ""
        options = {"use_fp16": settings.text_embedding_fp16, "devices": [settings.device]}
        self._m3 = "bge-m3" in path.lower()
        self._model: Any = (
            BGEM3FlagModel(path, **options)
            if self._m3
            else FlagModel(path, pooling_method="mean", **options)
        )
        self._device = settings.device
        self._model.model.to(self._device).eval()
        self.dimension = self.embed(["warm"]).shape[1]
        metrics.MODEL_LOAD_SECONDS.labels("text").set(time.monotonic() - began)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """(texts, numbers), every row of length 1."""
        prefixed = [self._prefix + text for text in texts]
        tokens = self._model.tokenizer(prefixed, truncation=True, max_length=MOST_TOKENS)
        numbers: list[list[int]] = tokens["input_ids"]
        # Texts as long as their neighbours need little padding.
        order = sorted(range(len(texts)), key=lambda i: -len(numbers[i]))
        size = self._batch.size
        batches = [order[i : i + size] for i in range(0, len(order), size)]
        others = torch.get_num_threads()
        try:
            with computing("text"), ThreadPoolExecutor(self._beside, initializer=_alone) as pool:
                found = pool.map(
                    lambda batch: self._batch.map([numbers[i] for i in batch], self._forward),
                    batches,
                )
                vectors = np.concatenate(list(found))[np.argsort(order)]
        finally:
            torch.set_num_threads(others)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    @torch.inference_mode()
    def _forward(self, numbers: Sequence[list[int]]) -> npt.NDArray[np.float32]:
        padded = self._model.tokenizer.pad({"input_ids": numbers}, return_tensors="pt")
        batch = padded.to(self._device)
        if self._m3:
            vectors = self._model.model(batch, return_dense=True)["dense_vecs"]
        else:
            hidden = self._model.model(**batch, return_dict=True).last_hidden_state
            vectors = self._model.pooling(hidden, batch["attention_mask"])
        return np.asarray(vectors.float().cpu().numpy(), np.float32)


def _alone() -> None:
    """One core for each thread of the pool."""
    torch.set_num_threads(1)
