"""What is to be erased and lies in the archive."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from schemas import events as e
from sinks.postgres.archive import TABLES, Archive
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.errors import PoisonError
from streams.events import meta
from streams.objects import ObjectStore
from tests.sinks.archive.old import Kept, files, status

pytestmark = pytest.mark.integration


def erasure(kept: Kept, **scope: Any) -> e.ErasureRequested:
    identity = uuid4()
    return e.ErasureRequested(
        meta=meta(e.ErasureRequested, identity), erasure_id=identity, user_id=kept[0], **scope
    )


@pytest.mark.parametrize("whole", [True, False], ids=["tenant", "transcript"])
def test_erasing_reaches_the_archive(
    mover: Archive, database: Database, objects: ObjectStore, owner: psycopg.Connection[Any],
    kept: Kept, whole: bool,
) -> None:  # fmt: skip
    mover.store(*kept)
    told: list[e.ErasureDone] = []
    event = erasure(kept, transcript_id=None if whole else kept[1])
    PostgresSink(database, objects).handle([event], told.append)
    assert told[0].removed["archive"] == len(TABLES) + 1
    assert (status(owner, kept), files(objects, kept)) == (None, [])


def test_a_document_of_an_archived_transcript_is_erased_after_it_is_brought_back(
    mover: Archive, database: Database, objects: ObjectStore, kept: Kept
) -> None:
    mover.store(*kept)
    event = erasure(kept, transcript_id=kept[1], file_id=uuid4())
    with pytest.raises(PoisonError, match="python -m sinks restore"):
        PostgresSink(database, objects).handle([event], lambda _: None)
