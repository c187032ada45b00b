"""Erasing what was uploaded, what was kept in the object store while it was worked on, and the keys
without which the log cannot be read."""

from uuid import UUID

from schemas import events as e
from streams.errors import PoisonError
from streams.events import erased
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.stage import Emit, StageSpec


class Erase:
    """Handles `erasure.requested` for the object store and the log.

    What an event pointed to outside our own folders stays with whoever put it there. Archives are
    PostgreSQL's: its sink removes them, after the rows.
    """

    def __init__(self, objects: ObjectStore, keys: Keys) -> None:
        self._objects = objects
        self._keys = keys

    def handle(self, event: e.ErasureRequested, emit: Emit) -> None:
        """Remove keys and objects. Raises `PoisonError` for a document that is not the tenant's.

        Keys are of a whole transcript: erasing one document of it leaves them.
        """
        places = self._places(event)
        whole = event.file_id is None
        keys = self._keys.destroy(event.user_id, event.transcript_id) if whole else 0
        removed = {name: self._objects.remove(at) for name, at in places.items()}
        emit(erased(event, "objects", removed))
        emit(erased(event, "log", {"keys": keys}))

    def _places(self, event: e.ErasureRequested) -> dict[str, str]:
        if event.file_id is not None:
            return {"uploads": self._document(event, event.transcript_id)}
        prefixes = self._objects.tenant(event.user_id)
        below = f"/{event.transcript_id}" if event.transcript_id is not None else ""
        return {kind: prefixes[kind] + below for kind in ("uploads", "work")}

    def _document(self, event: e.ErasureRequested, transcript_id: UUID | None) -> str:
        uri = event.file_uri or ""
        if transcript_id is None or not uri.startswith(
            f"{self._objects.uploads(event.user_id, transcript_id)}/"
        ):
            raise PoisonError(
                f"{uri!r} is no document of that tenant's transcript; give its transcript and file"
            )
        return uri


def spec(objects: ObjectStore, keys: Keys) -> StageSpec:
    """The stage."""
    return StageSpec("erase", (e.ErasureRequested,), Erase(objects, keys).handle)
