"""Results of tasks read back: by those who join them, and by a task that comes again.

A task that comes again does its work anew where its result is damaged. Who joins cannot: the task
is of another stage. It gives the transcript up in words, as a store that damages what is in it
wants a person's look; one command then does the transcript again from its upload.
"""

import io
import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from cattrs.errors import BaseValidationError

from gpu_consumers.layout import AGAIN, Plan, Work
from schemas import events as e
from streams.codec import converter
from streams.errors import PoisonError
from streams.objects import ObjectStore

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Array = npt.NDArray[Any]


def text(objects: ObjectStore, uri: str) -> dict[str, Any]:
    """A slice's `language`, `words` and `uncovered`. Raises `PoisonError` for a damaged object."""
    with _sound(uri):
        found = objects.get_json(uri)
        return {name: found[name] for name in ("language", "words", "uncovered")}


def windows(objects: ObjectStore, uri: str) -> tuple[Array, Array]:
    """A slice's (windows, frames, speakers) scores and (windows, speakers, n) embeddings.

    Raises `PoisonError` for a damaged object.
    """
    with _sound(uri):
        found = np.load(io.BytesIO(objects.get_bytes(uri)), allow_pickle=False)
        scores, embeddings = found["scores"], found["embeddings"]
        count, _, speakers = scores.shape
        if embeddings.shape[:2] != (count, speakers):
            raise ValueError(f"scores {scores.shape} and embeddings {embeddings.shape}")
        return scores, embeddings


def pieces(objects: ObjectStore, uri: str) -> tuple[Array, Array]:
    """A slice's pieces of speech: (pieces, 2) spans in seconds, and (pieces, n) voices.

    Raises `PoisonError` for a damaged object.
    """
    with _sound(uri):
        found = np.load(io.BytesIO(objects.get_bytes(uri)), allow_pickle=False)
        spans, voices = found["spans"], found["voices"]
        if len(spans) != len(voices):
            raise ValueError(f"spans {spans.shape} and voices {voices.shape}")
        return spans, voices


def turns(objects: ObjectStore, work: Work) -> list[tuple[float, float, str]]:
    """Who speaks when, in seconds. Raises `PoisonError` for a damaged object."""
    with _sound(work.turns):
        return [(a, b, speaker) for a, b, speaker in objects.get_json(work.turns)]


def voiceprints(objects: ObjectStore, work: Work) -> list[e.Voiceprint]:
    """Of the recording's speakers. Raises `PoisonError` for a damaged object."""
    with _sound(work.voiceprints):
        return converter.structure(objects.get_json(work.voiceprints), list[e.Voiceprint])


def plan(objects: ObjectStore, work: Work) -> Plan:
    """How the recording is cut. Raises `PoisonError` for a damaged object."""
    with _sound(work.plan):
        return Plan.of(objects.get_json(work.plan))


def kept(objects: ObjectStore, uri: str, read: Callable[[], Result]) -> Result | None:
    """What an earlier try wrote there; None where it is to be made: it is not there, or damaged."""
    if not objects.exists(uri):
        return None
    try:
        return read()
    except PoisonError as error:
        log.warning("made anew: %s", error)
        return None


@contextmanager
def _sound(uri: str) -> Iterator[None]:
    """What reading a damaged object raises, in words."""
    try:
        yield
    except (
        PoisonError, ValueError, KeyError, TypeError, IndexError, EOFError, NotImplementedError,
        zipfile.BadZipFile, zlib.error, BaseValidationError,
    ) as error:  # fmt: skip
        raise PoisonError(f"the result of a task at {uri} is damaged ({error}); {AGAIN}") from error
