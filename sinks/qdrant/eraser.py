"""Erasing a tenant's points, a transcript's, or a document's, from every collection."""

from qdrant_client import QdrantClient, models

from schemas import events as e
from streams.vectors import PREFIX, of_tenant


def erase(client: QdrantClient, event: e.ErasureRequested) -> dict[str, int]:
    """Delete what the event asks for; points deleted by collection."""
    wanted = of_tenant(event.user_id, transcript_id=event.transcript_id, file_id=event.file_id)
    removed = {}
    for collection in client.get_collections().collections:
        if not collection.name.startswith(PREFIX):
            continue
        removed[collection.name] = client.count(collection.name, count_filter=wanted).count
        client.delete(
            collection.name, points_selector=models.FilterSelector(filter=wanted), wait=True
        )
    return removed
