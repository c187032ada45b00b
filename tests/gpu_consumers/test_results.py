"""Damaged results are told in words, and made anew by the task that comes again."""

import io

import numpy as np
import pytest

from gpu_consumers import results
from gpu_consumers.layout import Work
from streams.errors import PoisonError
from streams.objects import ObjectStore

WINDOWS, FRAMES, SPEAKERS, NUMBERS = 3, 5, 2, 4


def saved(windows: int = WINDOWS) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        scores=np.ones((WINDOWS, FRAMES, SPEAKERS), np.uint8),
        embeddings=np.ones((windows, SPEAKERS, NUMBERS), np.float32),
    )
    return buffer.getvalue()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def array() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ones(3))
    return buffer.getvalue()


def test_windows_are_read_as_they_were_written(store: ObjectStore, work: Work) -> None:
    uri = store.put_bytes(work.windows(0), saved())
    scores, embeddings = results.read(store, uri, results.windows)
    assert scores.shape == (WINDOWS, FRAMES, SPEAKERS)
    assert embeddings.shape == (WINDOWS, SPEAKERS, NUMBERS)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", saved()[:-30], saved()[:100], flipped(saved(), 60), saved(windows=2), array()],
    ids=["store", "two bytes", "end cut", "cut", "bit", "other windows", "no archive"],
)
def test_damaged_windows_are_told_in_words(store: ObjectStore, work: Work, data: bytes) -> None:
    uri = store.put_bytes(work.windows(0), data)
    with pytest.raises(PoisonError, match=r"damaged .*; do the transcript again: python -m"):
        results.read(store, uri, results.windows)


@pytest.mark.parametrize("data", [b"", b'{"language": "e', b"[]", b"{}", b"null", b"\xff"])
def test_a_damaged_text_is_told_in_words(store: ObjectStore, work: Work, data: bytes) -> None:
    uri = store.put_bytes(work.text(0), data)
    with pytest.raises(PoisonError, match=r"damaged .*; do the transcript again: python -m"):
        results.read(store, uri, results.text)


@pytest.mark.parametrize("data", [b"[[0.0, 1.", b"[[0.0, 1.0]]", b"3"])
def test_damaged_turns_are_told_in_words(store: ObjectStore, work: Work, data: bytes) -> None:
    store.put_bytes(work.turns, data)
    with pytest.raises(PoisonError, match="damaged"):
        results.read(store, work.turns, results.turns)


@pytest.mark.parametrize("data", [b"[{", b"[3]", b"3", b'[{"speaker": "S"}]'])
def test_damaged_voiceprints_are_told_in_words(store: ObjectStore, work: Work, data: bytes) -> None:
    store.put_bytes(work.voiceprints, data)
    with pytest.raises(PoisonError, match="damaged"):
        results.read(store, work.voiceprints, results.voiceprints)


def test_what_is_not_there_or_damaged_is_not_kept(store: ObjectStore, work: Work) -> None:
    def kept() -> object:
        return results.kept(store, work.windows(0), results.windows)

    assert kept() is None
    store.put_bytes(work.windows(0), saved()[:100])
    assert kept() is None
    store.put_bytes(work.windows(0), saved())
    assert kept() is not None
