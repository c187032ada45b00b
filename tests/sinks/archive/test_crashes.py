"""Archiving that is broken off, or meets what is damaged, loses no row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest

from sinks.postgres.archive import Archive
from streams.errors import PoisonError, TransientError
from streams.objects import ObjectStore
from tests.sinks.archive.old import Kept, files, rows, status

pytestmark = pytest.mark.integration


@contextmanager
def crashing_at(call: str) -> Iterator[None]:
    """The object store's call ends as a killed process does: nothing of ours handles it."""
    with patch.object(ObjectStore, call, side_effect=KeyboardInterrupt):
        yield


@pytest.mark.parametrize("call", ["put_bytes", "put_json"])
def test_a_crash_while_files_are_written_leaves_every_row_and_the_next_run_works(
    mover: Archive, owner: psycopg.Connection[Any], kept: Kept, call: str
) -> None:
    before = rows(owner, kept)
    with crashing_at(call), pytest.raises(KeyboardInterrupt):
        mover.store(*kept)
    assert (status(owner, kept), rows(owner, kept)) == ("completed", before)
    mover.store(*kept)
    mover.restore(*kept)
    assert rows(owner, kept) == before


def test_a_crash_before_a_restored_ones_files_are_removed_costs_nothing(
    mover: Archive, owner: psycopg.Connection[Any], kept: Kept
) -> None:
    before = rows(owner, kept)
    mover.store(*kept)
    with crashing_at("remove"), pytest.raises(KeyboardInterrupt):
        mover.restore(*kept)
    assert (status(owner, kept), rows(owner, kept)) == ("completed", before)
    mover.store(*kept)
    mover.restore(*kept)
    assert rows(owner, kept) == before


def test_a_row_that_comes_while_it_is_archived_is_not_lost(
    mover: Archive, owner: psycopg.Connection[Any], kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = ObjectStore.put_json

    def late(objects: ObjectStore, uri: str, value: Any) -> str:
        owner.execute(
            "INSERT INTO meetnoo.phase_runs (user_id, transcript_id, phase)"
            " VALUES (%s, %s, 'late')",
            kept,
        )
        return put(objects, uri, value)

    monkeypatch.setattr(ObjectStore, "put_json", late)
    with pytest.raises(TransientError, match="has changed"):
        mover.store(*kept)
    assert status(owner, kept) == "completed"
    assert len(rows(owner, kept)["meetnoo.phase_runs"]) == 2


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (Path.unlink, "there is no file"),
        (lambda path: path.write_bytes(path.read_bytes()[:-40]), "damaged"),
    ],
)
def test_of_an_archive_that_is_not_whole_nothing_is_brought_back(
    mover: Archive, objects: ObjectStore, owner: psycopg.Connection[Any], kept: Kept,
    harm: Callable[[Path], Any], words: str,
) -> None:  # fmt: skip
    mover.store(*kept)
    [last] = [path for path in files(objects, kept) if path.name.startswith("st.contextual")]
    harm(last)
    with pytest.raises(PoisonError, match=words):
        mover.restore(*kept)
    assert (status(owner, kept), sum(map(len, rows(owner, kept).values()))) == ("archived", 0)
