"""Erasing a tenant's points, a transcript's, or a document's, from every collection."""

from qdrant_client import QdrantClient, models

from schemas import events as e
from streams.vectors import PREFIX


def erase(client: QdrantClient, event: e.ErasureRequested) -> dict[str, int]:
    """Delete what the event asks for; points deleted by collection."""
    wanted = selection(event)
    removed = {}
    for collection in client.get_collections().collections:
        if not collection.name.startswith(PREFIX):
            continue
        removed[collection.name] = client.count(collection.name, count_filter=wanted).count
        client.delete(
            collection.name, points_selector=models.FilterSelector(filter=wanted), wait=True
        )
    return removed


def selection(event: e.ErasureRequested) -> models.Filter:
    """The points of the event's tenant and, where it names them, transcript and document."""
    wanted = {
        "user_id": event.user_id,
        "transcript_id": event.transcript_id,
        "file_id": event.file_id,
    }
    return models.Filter(
        must=[
            models.FieldCondition(key=key, match=models.MatchValue(value=str(value)))
            for key, value in wanted.items()
            if value is not None
        ]
    )
