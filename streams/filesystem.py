"""Where objects lie, through fsspec: a folder, or a bucket of a server that speaks S3.

S3's address and credentials come from the environment, by the names that all AWS clients know.
"""

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import fsspec

from streams.errors import FatalError, TransientError

# No event is to blame for these. Of S3 they stand for what its server says (s3fs.errors).
_AWAY = frozenset(
    getattr(errno, name, errno.EIO)
    for name in ("EIO", "EREMOTEIO", "EBUSY", "ENOSPC", "EDQUOT", "EROFS", "ESTALE")
)
# Of what is read ahead, and of the parts in which S3 is given a large object: 5 to 5,000 MB.
_BLOCK_BYTES = 8 * 2**20


def located(uri: str) -> tuple[Any, str]:
    """The file system that a URI names, and the path there.

    It remembers no listings: other processes write too, and a size remembered cuts off a read.
    """
    options: dict[str, Any] = {"use_listings_cache": False}
    if uri.startswith("s3"):
        options |= {"default_block_size": _BLOCK_BYTES}
    fs, path = fsspec.core.url_to_fs(uri, **options)
    return fs, str(path)


def whole(fs: Any, path: str) -> bytes:
    """All of an object by one request. Raises `FileNotFoundError`.

    s3fs would first ask for its length, to get a large one in parts; what we read whole is small.
    """
    one = {"max_concurrency": 1} if "s3" in fs.protocol else {}
    return bytes(fs.cat_file(path, **one))


def require_bucket(uri: str) -> None:
    """Raises `FatalError` for what names no store, and for an S3 bucket that is not there: else it
    would seem to be empty.

    A server that does not answer, or does not let us ask, is not taken for one without the bucket.
    """
    try:
        fs, path = located(uri)
    except (ValueError, ImportError) as error:
        raise FatalError(f"ST_OBJECT_STORE names no object store: {error}") from error
    if "s3" not in fs.protocol:
        return
    bucket = path.partition("/")[0]
    try:
        fs.call_s3("head_bucket", Bucket=bucket)
    except FileNotFoundError as error:
        raise FatalError(
            f"there is no bucket {bucket!r} at the object store: create it, or see ST_OBJECT_STORE "
            "and AWS_ENDPOINT_URL_S3"
        ) from error
    except PermissionError:
        return  # who may use its objects need not be let to ask for it


@contextmanager
def answering(*, own: bool) -> Iterator[None]:
    """What a store does not do now is waited for: raises `TransientError` for it.

    Whether it may be read at all is the operator's to see to in our `own` store, and elsewhere the
    affair of who sent the event.
    """
    try:
        yield
    except Exception as error:
        if _away(error) or (own and isinstance(error, PermissionError)):
            raise TransientError(f"the object store does not answer: {_said(error)}") from error
        raise


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _away(error: Exception) -> bool:
    if isinstance(error, OSError):
        return isinstance(error, TimeoutError | ConnectionError) or error.errno in _AWAY
    from botocore import exceptions as s3

    unreachable = s3.ConnectionError | s3.HTTPClientError
    return isinstance(error, unreachable | s3.NoCredentialsError | s3.CredentialRetrievalError)


class Reader(io.BufferedIOBase):
    """A file being read: as the one it is given, but what its store does not do is waited for.

    Who decodes it would else take a store that is away for a file that breaks off.
    """

    def __init__(self, file: Any, *, own: bool) -> None:
        self._file = file
        self._own = own

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises `TransientError` when the store is away."""
        with answering(own=self._own):
            return bytes(self._file.read(-1 if size is None else size))

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As of any file."""
        return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        """As of any file."""
        return int(self._file.tell())

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """As of the file."""
        return bool(self._file.seekable())

    def close(self) -> None:
        """As of any file."""
        self._file.close()
        super().close()
