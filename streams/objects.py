"""The object store: audio and large intermediates by URI, through fsspec (claim check)."""

import errno
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import numpy as np
import numpy.typing as npt

from streams.errors import PoisonError
from streams.filesystem import Reader, answering, located, require_bucket, whole
from streams.settings import Settings

FINISHED = "finished"
# Under a work prefix: what the documents say, there once they are read.
CONTEXT = "context.json"


class ObjectStore:
    """Objects by URI. A read of a URI outside the allowed prefixes is poison.

    Every method raises `TransientError` when the store does not answer, and `FatalError` when it
    has no such bucket.
    """

    def __init__(self, settings: Settings) -> None:
        self.root = settings.object_store.rstrip("/")
        self._allowed = settings.uri_prefixes
        self._known = False

    def work(self, user_id: str, transcript_id: UUID, revision: int = 1) -> str:
        """Prefix of a transcript's temporary objects."""
        return f"{self.all_work(user_id, transcript_id)}/r{revision}"

    def all_work(self, user_id: str, transcript_id: UUID) -> str:
        """Prefix of those of all its revisions."""
        return f"{self.tenant(user_id)['work']}/{transcript_id}"

    def uploads(self, user_id: str, transcript_id: UUID) -> str:
        """Prefix of what was uploaded for a transcript."""
        return f"{self.tenant(user_id)['uploads']}/{transcript_id}"

    def archive(self, user_id: str, transcript_id: UUID | None = None) -> str:
        """Prefix of a transcript's rows out of the database, or of all of a tenant's."""
        prefix = self.tenant(user_id)["archive"]
        return prefix if transcript_id is None else f"{prefix}/{transcript_id}"

    def check(self, uri: str) -> None:
        """Raises `PoisonError` for a URI that events may not point to."""
        if ".." in uri.split("/") or not uri.startswith(self._allowed):
            raise PoisonError(
                f"the URI {uri!r} lies outside the object store; upload the file there or add "
                "its prefix to ST_EXTRA_URI_PREFIXES"
            )

    @contextmanager
    def _at(self, uri: str) -> Iterator[tuple[Any, str]]:
        """A URI's file system and path. Raises as the class says, and `PoisonError` as `check`."""
        self.check(uri)
        own = self._own(uri)
        with answering(own=own):
            if own and not self._known:
                require_bucket(self.root)
                self._known = True
            yield located(uri)

    def _own(self, uri: str) -> bool:
        return uri.startswith(f"{self.root}/")

    def read(self, uri: str) -> Reader:
        """The object as a file. Raises `PoisonError` when there is none."""
        with self._at(uri) as (fs, path):
            try:
                return Reader(fs.open(path, "rb"), own=self._own(uri))
            except FileNotFoundError as error:
                raise _missing(uri) from error

    @contextmanager
    def write(self, uri: str) -> Iterator[Any]:
        """A file to write an object to, which is there when the file is closed."""
        with self._at(uri) as (fs, path):
            _make_room(fs, path)
            with fs.open(path, "wb") as file:
                yield file

    def get_bytes(self, uri: str) -> bytes:
        """The whole object. Raises `PoisonError` when there is none."""
        data = self.find_bytes(uri)
        if data is None:
            raise _missing(uri)
        return data

    def find_bytes(self, uri: str) -> bytes | None:
        """The whole object; None where there is none."""
        with self._at(uri) as (fs, path):
            try:
                return whole(fs, path)
            except FileNotFoundError:
                return None

    def names(self, prefix: str) -> list[str]:
        """Names of what lies directly under a prefix, in order."""
        with self._at(f"{prefix}/") as (fs, path):
            try:
                found = fs.ls(path, detail=False)
            except OSError:  # of a name that no folder can have, too
                if fs.exists(path):
                    raise
                return []
            return sorted(name.rpartition("/")[2] for name in found)

    def find_range(self, uri: str, start: int, end: int) -> bytes | None:
        """Bytes `start` to before `end`, fewer at the object's end; None where there is none."""
        with self._at(uri) as (fs, path):
            try:
                return bytes(fs.cat_file(path, start=start, end=end))
            except FileNotFoundError:
                return None
            except OSError as error:
                if error.errno == errno.EINVAL and fs.size(path) <= start:
                    return b""  # where a file has nothing more, S3 refuses the range
                raise

    def put_bytes(self, uri: str, data: bytes) -> str:
        """Write an object whole: readers see the old one or the new one, never a part."""
        with self._at(uri) as (fs, path):
            if _make_room(fs, path):
                partial = f"{path}.{uuid4().hex}.partial"
                fs.pipe_file(partial, data)
                fs.mv(partial, path)
            else:
                fs.pipe_file(path, data)
        return uri

    def get_json(self, uri: str) -> Any:
        """The object's JSON. Raises `PoisonError` when there is none, or it is none."""
        return _json(self.get_bytes(uri), uri)

    def find_json(self, uri: str) -> Any:
        """The object's JSON; None without an object. Raises `PoisonError` when it is no JSON."""
        data = self.find_bytes(uri)
        return None if data is None else _json(data, uri)

    def get_vectors(self, uri: str, rows: int, numbers: int) -> npt.NDArray[np.float32]:
        """An object's vectors. Raises `PoisonError` when there are none, and as `vectors`."""
        return vectors(self.get_bytes(uri), uri, rows, numbers)

    def put_json(self, uri: str, value: Any) -> str:
        """Write JSON."""
        return self.put_bytes(uri, json.dumps(value, ensure_ascii=False).encode())

    def exists(self, uri: str) -> bool:
        """Whether there is an object."""
        with self._at(uri) as (fs, path):
            return bool(fs.exists(path))

    def finish(self, prefix: str) -> None:
        """Remove everything under a work prefix; a mark says that nothing there was lost."""
        self.remove(prefix)
        self.put_bytes(f"{prefix}/{FINISHED}", b"")

    def finish_up_to(self, user_id: str, transcript_id: UUID, revision: int) -> None:
        """Finish a revision's work, and that of earlier ones which was never ended."""
        own = self.work(user_id, transcript_id, revision)
        folder = self.all_work(user_id, transcript_id)
        numbers = [name.removeprefix("r") for name in self.names(folder)]
        for number in numbers:
            other = f"{folder}/r{number}"
            if number.isdecimal() and int(number) < revision and not self.finished(other):
                self.finish(other)
        self.finish(own)

    def discard(self, uri: str) -> None:
        """Remove one object, if it is there, by one request; `remove` needs three or more."""
        with self._at(uri) as (fs, path), suppress(FileNotFoundError):
            fs.rm_file(path)

    def remove(self, prefix: str) -> int:
        """Remove an object or everything under a prefix; how many objects there were."""
        with self._at(f"{prefix}/") as (fs, path):
            if not fs.exists(path):
                return 0
            count = len(fs.find(path))
            fs.rm(path, recursive=True)
            return count

    def tenant(self, user_id: str) -> dict[str, str]:
        """Prefixes of everything of a tenant, by what it is."""
        kinds = ("uploads", "work", "archive")
        return {kind: f"{self.root}/{kind}/{_safe(user_id)}" for kind in kinds}

    def over(self, event: Any) -> bool:
        """Whether the event's transcript was ended in good order: what comes again is too late."""
        revision = event.meta.revision
        return self.finished(self.work(event.user_id, event.transcript_id, revision))

    def finished(self, prefix: str) -> bool:
        """Whether the work under a prefix was ended in good order."""
        return self.exists(f"{prefix}/{FINISHED}")


def vectors(data: bytes, uri: str, rows: int, numbers: int) -> npt.NDArray[np.float32]:
    """The vectors (rows, numbers) in an object of this URI, in NumPy's format.

    Raises `PoisonError` when it is another array, or has what is not a finite number.
    """
    try:
        found = np.load(io.BytesIO(data), allow_pickle=False)
        known = found.shape == (rows, numbers) and bool(np.isfinite(found).all())
    except (ValueError, EOFError, TypeError, MemoryError, AttributeError) as error:
        raise PoisonError(f"the object at {uri} holds no vectors ({error})") from error
    if not known:
        raise PoisonError(
            f"the object at {uri} does not hold {rows} vectors of {numbers} finite numbers; "
            "embed the texts again"
        )
    result: npt.NDArray[np.float32] = found.astype(np.float32, copy=False)
    return result


def _json(data: bytes, uri: str) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:  # no JSON, or no text at all
        raise PoisonError(f"the object at {uri} is not JSON ({error}); write it again") from error


def _make_room(fs: Any, path: str) -> bool:
    """Make the folder for a file, and tell whether there are folders: a bucket has none."""
    local = "file" in fs.protocol
    if local:
        fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    return local


def _missing(uri: str) -> PoisonError:
    return PoisonError(f"there is no file at {uri}; upload it again")


def _safe(part: str) -> str:
    """A tenant's name as one path element that cannot climb out of its folder."""
    return quote(part, safe="").replace(".", "%2E")
