"""One at a time, across processes."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(path: Path, tell: Callable[[str], None], what: str) -> Iterator[None]:
    """Hold the lock file at `path`; where another has it, say so and wait. A crash lets it go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(f"waiting for {what}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
