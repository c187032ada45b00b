"""The Qdrant sink: embedded chunks into the model's collection, then `context.indexed`."""

from typing import Any
from uuid import UUID

from qdrant_client import QdrantClient, models

from schemas import events as e
from sinks.qdrant import eraser
from sinks.qdrant.points import numbered, payload, point_id
from streams.errors import PoisonError
from streams.events import erased, follow
from streams.objects import ObjectStore
from streams.stage import Emit, StageSpec
from streams.vectors import LOCK, answering, collection, of_tenant

INDEXES: dict[str, models.KeywordIndexParams | models.PayloadSchemaType] = {
    "user_id": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
    "transcript_id": models.PayloadSchemaType.KEYWORD,
    "participants": models.PayloadSchemaType.KEYWORD,
    "file_id": models.PayloadSchemaType.KEYWORD,
}


class QdrantSink:
    """Replaces a transcript's chunks, in one batch; erases them on request."""

    def __init__(self, client: QdrantClient, objects: ObjectStore) -> None:
        self._client = client
        self._objects = objects

    def handle(self, event: e.EmbeddingsComputed | e.ErasureRequested, emit: Emit) -> None:
        """Index the chunks of an answer to context indexing; erase what is to be erased.

        What comes again after its transcript has ended is indexed already.
        """
        with answering(), LOCK:
            if isinstance(event, e.ErasureRequested):
                emit(erased(event, "qdrant", eraser.erase(self._client, event)))
            elif event.purpose is e.EmbeddingPurpose.CONTEXT and not self._objects.over(event):
                self._index(event, emit)

    def _index(self, event: e.EmbeddingsComputed, emit: Emit) -> None:
        context = self._objects.get_json(event.payload_uri)
        vectors = self._objects.get_vectors(event.vectors_uri, event.count, event.dimension)
        if len(context["chunks"]) != len(vectors):
            raise PoisonError(
                f"{len(context['chunks'])} chunks have {len(vectors)} vectors; embed them again"
            )
        chunks, place = context["chunks"], (event.user_id, event.transcript_id)
        points = [
            models.PointStruct(
                id=point_id(*place, chunk["file_id"], index),
                vector=vector.tolist(),
                payload=payload(*place, event.meta.revision, chunk),
            )
            for chunk, index, vector in zip(chunks, numbered(chunks), vectors, strict=True)
        ]
        name = collection(event.model)
        self._prepare(name, event.dimension)
        self._replace(name, event, points)
        emit(_indexed(event, context, len(points)))

    def _replace(
        self, name: str, event: e.EmbeddingsComputed, points: list[models.PointStruct]
    ) -> None:
        """The transcript has these points and no others, unless it has a later revision's."""
        own = of_tenant(event.user_id, transcript_id=event.transcript_id)
        later = models.FieldCondition(key="revision", range=models.Range(gt=event.meta.revision))
        newer = models.Filter(must=[own, later])
        if self._client.count(name, count_filter=newer).count:
            return
        if points:
            self._client.upsert(name, points)
        these = models.HasIdCondition(has_id=[point.id for point in points])
        others = models.Filter(must=[own], must_not=[these])
        self._client.delete(name, points_selector=models.FilterSelector(filter=others), wait=True)

    def _prepare(self, name: str, dimension: int) -> None:
        if not self._client.collection_exists(name):
            self._client.create_collection(
                name,
                vectors_config=models.VectorParams(size=dimension, distance=models.Distance.COSINE),
            )
            for field, schema in INDEXES.items():
                self._client.create_payload_index(name, field, field_schema=schema)
        config: Any = self._client.get_collection(name).config.params.vectors
        if config.size != dimension:
            raise PoisonError(
                f"collection {name} holds vectors of {config.size} numbers, the model gives "
                f"{dimension}: name the model differently or index again"
            )


def _indexed(
    event: e.EmbeddingsComputed, context: dict[str, Any], chunk_count: int
) -> e.ContextIndexed:
    return e.ContextIndexed(
        meta=follow(e.ContextIndexed, event),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        context_uri=event.payload_uri,
        chunk_count=chunk_count,
        files=[
            e.IndexedFile(**{**file, "file_id": UUID(file["file_id"])})
            for file in context["indexed_files"]
        ],
    )


def spec(client: QdrantClient, objects: ObjectStore) -> StageSpec:
    """The sink as a stage."""
    inputs = (e.EmbeddingsComputed, e.ErasureRequested)
    return StageSpec("sink-qdrant", inputs, QdrantSink(client, objects).handle)
