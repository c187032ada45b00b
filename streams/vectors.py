"""The vector store: opening Qdrant, the name of a model's collection, and a tenant's points."""

import re
import threading
from pathlib import Path

from qdrant_client import QdrantClient, models

from streams.errors import FatalError
from streams.settings import Settings


def open_qdrant(settings: Settings) -> QdrantClient:
    """A server by URL, else the embedded store, whose folder one process may open.

    Raises `FatalError` when another process has the folder.
    """
    if settings.qdrant_url:
        key = settings.qdrant_api_key
        return QdrantClient(
            url=settings.qdrant_url, api_key=key.get_secret_value() if key else None, timeout=10
        )
    Path(settings.qdrant_path).mkdir(parents=True, exist_ok=True)
    try:
        return QdrantClient(path=settings.qdrant_path, force_disable_check_same_thread=True)
    except RuntimeError as error:
        raise FatalError(
            f"another process has the vector store {settings.qdrant_path} open: stop it, or run "
            "a Qdrant server and set ST_QDRANT_URL"
        ) from error


PREFIX = "context__"


def collection(model: str) -> str:
    """The collection of an embedding model: one for all tenants and transcripts."""
    return PREFIX + re.sub(r"[^a-z0-9]+", "_", model.lower()).strip("_")


def of_tenant(user_id: str, **narrower: object) -> models.Filter:
    """The tenant's points that have all these values; one that is None narrows nothing."""
    wanted = {"user_id": user_id, **narrower}
    return models.Filter(
        must=[
            models.FieldCondition(key=key, match=models.MatchValue(value=str(value)))
            for key, value in wanted.items()
            if value is not None
        ]
    )


# The embedded store is not made for threads; a server needs no lock, and this one costs nothing.
LOCK = threading.Lock()
