"""Embed texts for indexing and for pooling."""

import io

import numpy as np

from gpu_consumers import results
from gpu_consumers.embed.model import Embedder
from gpu_consumers.memory import Budget
from schemas import events as e
from streams.events import follow
from streams.objects import ObjectStore, vectors
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit


class Embed:
    """Handles `embeddings.requested`."""

    def __init__(self, settings: Settings, objects: ObjectStore, budget: Budget) -> None:
        self._objects = objects
        self._embedder = Embedder(settings, budget)

    def handle(self, event: e.EmbeddingsRequested, emit: Emit) -> None:
        """Write the vectors and say so, unless the transcript has ended."""
        if self._objects.over(event):
            return
        with timed(event, f"embed {event.purpose.lower()}", emit):
            texts = self._objects.get_json(event.texts_uri)
            shape = len(texts), self._embedder.dimension
            known = results.kept(
                self._objects,
                event.vectors_uri,
                lambda data: vectors(data, event.vectors_uri, *shape),
            )
            if known is None:
                made = self._embedder.embed(texts) if texts else np.zeros(shape, np.float32)
                buffer = io.BytesIO()
                np.save(buffer, made)
                self._objects.put_bytes(event.vectors_uri, buffer.getvalue())
        emit(
            e.EmbeddingsComputed(
                meta=follow(e.EmbeddingsComputed, event, part=event.purpose),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                purpose=event.purpose,
                vectors_uri=event.vectors_uri,
                payload_uri=event.payload_uri,
                model=self._embedder.name,
                dimension=self._embedder.dimension,
                count=len(texts),
            )
        )
