"""Results of tasks read back: by those who join them, and by a task that comes again.

A task that comes again does its work anew where its result is damaged. Who joins cannot: the task
is of another stage. It gives the transcript up in words, as a store that damages what is in it
wants a person's look; one command then does the transcript again from its upload.
"""

import io
import json
import logging
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from cattrs.errors import BaseValidationError

from gpu_consumers.layout import AGAIN, Plan
from schemas import events as e
from streams.codec import converter
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.objects import ObjectStore

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Array = npt.NDArray[Any]


def read(objects: ObjectStore, uri: str, parse: Callable[[bytes], Result]) -> Result:
    """A result, by one of the functions below. Raises `PoisonError` where it is not sound."""
    with _sound(uri):
        return parse(objects.get_bytes(uri))


def find(objects: ObjectStore, uri: str, parse: Callable[[bytes], Result]) -> Result | None:
    """A result; None where it is not there. Raises `PoisonError` for a damaged object."""
    with _sound(uri):
        data = objects.find_bytes(uri)
        return None if data is None else parse(data)


def read_all(
    objects: ObjectStore, uris: Iterable[str], parse: Callable[[bytes], Result]
) -> Iterator[Result]:
    """Results in order, read ahead. Raises `PoisonError` where one is not sound."""
    return concurrently(lambda uri: read(objects, uri, parse), uris)


def kept(objects: ObjectStore, uri: str, parse: Callable[[bytes], Result]) -> Result | None:
    """What an earlier try wrote there; None where it is to be made: it is not there, or damaged."""
    try:
        return find(objects, uri, parse)
    except PoisonError as error:
        log.warning("made anew: %s", error)
        return None


def text(data: bytes) -> dict[str, Any]:
    """A slice's `language`, `words` and `uncovered`."""
    found = json.loads(data)
    return {name: found[name] for name in ("language", "words", "uncovered")}


def windows(data: bytes) -> tuple[Array, Array]:
    """A slice's (windows, frames, speakers) scores and (windows, speakers, n) embeddings."""
    found = np.load(io.BytesIO(data), allow_pickle=False)
    scores, embeddings = found["scores"], found["embeddings"]
    count, _, speakers = scores.shape
    if embeddings.shape[:2] != (count, speakers):
        raise ValueError(f"scores {scores.shape} and embeddings {embeddings.shape}")
    return scores, embeddings


def pieces(data: bytes) -> tuple[Array, Array]:
    """A slice's pieces of speech: (pieces, 2) spans in seconds, and (pieces, n) voices."""
    found = np.load(io.BytesIO(data), allow_pickle=False)
    spans, voices = found["spans"], found["voices"]
    if len(spans) != len(voices):
        raise ValueError(f"spans {spans.shape} and voices {voices.shape}")
    return spans, voices


def turns(data: bytes) -> list[tuple[float, float, str]]:
    """Who speaks when, in seconds."""
    return [(a, b, speaker) for a, b, speaker in json.loads(data)]


def voiceprints(data: bytes) -> list[e.Voiceprint]:
    """Of the recording's speakers."""
    return converter.structure(json.loads(data), list[e.Voiceprint])


def language(data: bytes) -> str:
    """What is spoken in the recording, ISO 639-1."""
    found = json.loads(data)
    if not isinstance(found, str):
        raise TypeError(f"{type(found).__name__} for a language")
    return found


def places(data: bytes) -> list[dict[str, Any]]:
    """Where names are to be listened for: with all that is looked at of each."""
    wanted = ("start", "end", "before", "heard", "after", "names")
    return [{name: place[name] for name in wanted} for place in json.loads(data)]


def names(data: bytes) -> list[dict[str, Any]]:
    """Which name each place may hold, by the number of the place, and how likely."""
    wanted = ("place", "name", "gain", "lead")
    return [{name: found[name] for name in wanted} for found in json.loads(data)]


def plan(data: bytes) -> Plan:
    """How the recording is cut."""
    return Plan.of(json.loads(data))


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
