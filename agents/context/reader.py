"""Reading documents apart from the agent: a parser that hangs, swells or dies takes only itself."""

import subprocess
import sys

from agents.context.extract import REFUSED, is_plain, text_of
from streams.errors import PoisonError
from streams.settings import Settings


def read(name: str, data: bytes, settings: Settings) -> str:
    """The document's text. Raises `PoisonError` saying in words why it cannot be read."""
    limits = (settings.context_max_bytes, settings.context_max_pages)
    if len(data) > settings.context_max_bytes or is_plain(name, data):
        return text_of(name, data, max_bytes=limits[0], max_pages=limits[1])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "agents.context.extract", *map(str, limits)],
            # The name is somebody's business too, and arguments are seen by all of a machine.
            input=name.encode() + b"\n" + data,
            capture_output=True,
            timeout=settings.context_read_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PoisonError(
            f"{name} takes more than {settings.context_read_s:g} s to read; save it in a simpler "
            "form, or upload its text"
        ) from error
    if done.returncode == REFUSED:
        raise PoisonError(done.stderr.decode("utf-8", "replace").strip())
    if done.returncode != 0:
        raise PoisonError(
            f"{name} ended the program that read it (status {done.returncode}); save it again, or "
            "upload its text"
        )
    return done.stdout.decode("utf-8")
