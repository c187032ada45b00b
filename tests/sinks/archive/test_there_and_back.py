"""Old transcripts into Parquet files and back, on a real PostgreSQL and a folder."""

from typing import Any

import psycopg
import pytest

from sinks.postgres import archive, parquet
from sinks.postgres.archive import TABLES, Archive
from streams.db import of_operators
from streams.errors import PoisonError
from streams.objects import ObjectStore
from streams.settings import Settings
from tests.sinks.archive.old import Kept, files, rows, status

pytestmark = pytest.mark.integration
# Tables of a transcript, as the catalogue knows them; with the types of their columns.
_OF_TRANSCRIPTS = """
SELECT c.relnamespace::regnamespace || '.' || c.relname,
       array_agg(DISTINCT format_type(a.atttypid, NULL))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace)
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.oid HAVING array_agg(a.attname) @> '{user_id,transcript_id}'::name[]
"""


def test_what_is_archived_leaves_the_database_and_comes_back_the_same(
    mover: Archive, objects: ObjectStore, owner: psycopg.Connection[Any], kept: Kept
) -> None:
    before = rows(owner, kept)
    counts = {table: len(found) for table, found in before.items()}
    assert counts == {
        "meetnoo.segments": 0, "meetnoo.phase_runs": 1, "meetnoo.pipelines": 1,
        "st.enriched_segments": 3, "st.speakers": 1, "st.contextual_files": 1,
    }  # fmt: skip
    assert mover.store(*kept) == 7
    assert (status(owner, kept), sum(map(len, rows(owner, kept).values()))) == ("archived", 0)
    assert len(files(objects, kept)) == len(TABLES) + 1
    assert mover.restore(*kept) == 7
    assert (status(owner, kept), rows(owner, kept)) == ("completed", before)
    assert files(objects, kept) == []


def test_only_what_has_ended_and_is_old_is_found_and_what_is_back_stays_a_while(
    mover: Archive, settings: Settings, owner: psycopg.Connection[Any], kept: Kept
) -> None:
    operators = of_operators(settings)
    try:
        assert kept in archive.old(operators, 730)
        assert kept not in archive.old(operators, 4 * 365)
        mover.store(*kept)
        assert kept not in archive.old(operators, 730)
        mover.restore(*kept)
        assert kept not in archive.old(operators, 730)
        owner.execute(
            "UPDATE st.transcripts SET restored_at = now() - interval '31 days'"
            " WHERE transcript_id = %s",
            kept[1:],
        )
        assert kept in archive.old(operators, 730)
    finally:
        operators.close()


def test_a_second_run_changes_nothing(mover: Archive, objects: ObjectStore, kept: Kept) -> None:
    mover.store(*kept)
    before = [path.stat().st_mtime_ns for path in files(objects, kept)]
    assert mover.store(*kept) == 0
    assert [path.stat().st_mtime_ns for path in files(objects, kept)] == before


def test_what_is_not_archived_cannot_be_brought_back(mover: Archive, kept: Kept) -> None:
    with pytest.raises(PoisonError, match="no archived transcript"):
        mover.restore(*kept)


def test_every_table_of_a_transcript_is_archived_with_types_that_files_have(
    owner: psycopg.Connection[Any],
) -> None:
    found = dict(owner.execute(_OF_TRANSCRIPTS).fetchall())
    stay = {"st.transcripts", "st.voiceprint_library"}
    assert found.keys() - stay == set(TABLES)
    assert {kind for table in TABLES for kind in found[table]} <= parquet.TYPES.keys()
