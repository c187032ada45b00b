"""The vector store: opening Qdrant, the name of a model's collection, and a tenant's points."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qdrant_client import QdrantClient, models
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from streams.errors import FatalError, TransientError
from streams.settings import Settings

PREFIX = "context__"
# Not let in, too slow, too many.
_LATER = (401, 403, 408, 429)


def open_qdrant(settings: Settings) -> QdrantClient:
    """A server by URL, else the embedded store, whose folder one process may open.

    Raises `FatalError` when another process has the folder, or it cannot be made.
    """
    if settings.qdrant_url:
        key = settings.qdrant_api_key
        return QdrantClient(
            url=settings.qdrant_url, api_key=key.get_secret_value() if key else None, timeout=10
        )
    try:
        Path(settings.qdrant_path).mkdir(parents=True, exist_ok=True)
        return QdrantClient(path=settings.qdrant_path, force_disable_check_same_thread=True)
    except OSError as error:
        raise FatalError(f"there can be no vector store at ST_QDRANT_PATH: {error}") from error
    except RuntimeError as error:
        raise FatalError(
            f"another process has the vector store {settings.qdrant_path} open: stop it, or run "
            "a Qdrant server and set ST_QDRANT_URL"
        ) from error


@contextmanager
def answering() -> Iterator[None]:
    """What the store does not do now is waited for: raises `TransientError` for it.

    A server that is full, overloaded or does not let us in is the operator's to see to; what it
    finds wrong with a request is not waited for.
    """
    try:
        yield
    except UnexpectedResponse as error:
        if error.status_code not in _LATER and (error.status_code or 0) < 500:
            raise
        said = f"{error.status_code} {error.reason_phrase}".strip()
        raise TransientError(f"Qdrant does not do it now: {said}; see its log") from error
    except (ResponseHandlingException, ResourceExhaustedResponse) as error:
        raise TransientError(f"Qdrant does not answer: {error}") from error
    except sqlite3.OperationalError as error:
        raise TransientError(f"the vector store cannot be written: {error}") from error


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
