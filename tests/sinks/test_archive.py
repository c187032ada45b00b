"""Old transcripts into Parquet files and back, on a real PostgreSQL and a folder."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import psycopg
import pytest
from typer.testing import CliRunner

from agents import state
from benchmarks.rows import TEXT
from gateway.__main__ import main as gateway
from infra.local.stack import Stack
from schemas import events as e
from sinks.__main__ import cli as sinks
from sinks.postgres import archive, parquet
from sinks.postgres.archive import TABLES, Archive
from sinks.postgres.sink import PostgresSink
from streams.db import Database, of_operators
from streams.errors import PoisonError, TransientError
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.integration
Kept = tuple[str, UUID]
WORDS = [e.Word(start=0.1, end=0.30000000000000004, word=" « café »", probability=0.9)]
# Tables of a transcript, as the catalogue knows them; with the types of their columns.
_OF_TRANSCRIPTS = """
SELECT c.relnamespace::regnamespace || '.' || c.relname,
       array_agg(DISTINCT format_type(a.atttypid, NULL))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace)
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.oid HAVING array_agg(a.attname) @> '{user_id,transcript_id}'::name[]
"""


@pytest.fixture
def objects(settings: Settings, tmp_path: Path) -> ObjectStore:
    return ObjectStore(settings.model_copy(update={"object_store": tmp_path.as_uri()}))


@pytest.fixture
def mover(database: Database, objects: ObjectStore) -> Archive:
    return Archive(database, objects)


@pytest.fixture
def owner(stack: Stack) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(stack.owner_dsn, autocommit=True) as connection:
        yield connection


@pytest.fixture
def kept(database: Database, objects: ObjectStore, owner: psycopg.Connection[Any]) -> Kept:
    """A transcript that was completed three years ago, with rows in every table but one."""
    tenant, identity = f"old-{uuid4().hex[:8]}", uuid4()
    PostgresSink(database, objects).handle(list(happened(tenant, identity)), lambda _: None)
    with database.transaction(tenant) as connection:
        [progress] = [x for x in happened(tenant, identity) if isinstance(x, e.TranscriptProgress)]
        state.add(connection, progress, "context", "all", {"è": [1, None]})
    owner.execute(
        "UPDATE st.transcripts SET status = 'completed', created_at = now() - interval '3 years'"
        " WHERE transcript_id = %s",
        (identity,),
    )
    return tenant, identity


def happened(tenant: str, identity: UUID) -> Iterator[Any]:
    now = datetime(2023, 3, 26, 1, 30, 0, 123456, tzinfo=UTC)

    def head(event: type[Any], part: object = "") -> dict[str, Any]:
        return {
            "meta": meta(event, identity, part=part), "transcript_id": identity, "user_id": tenant,
        }  # fmt: skip

    for index in range(3):
        yield e.SegmentEnriched(
            **head(e.SegmentEnriched, index), index=index, total=3, start=index / 3,
            end=index / 3 + 0.1, speaker="A", display_name="Awa", name="Awa",
            name_source=e.NameSource.PERSON, name_score=1 / 3, evidence=[], facts=None,
            candidates=[], text_raw=TEXT, text="œuvre \U0001f600", words=WORDS, overlap=True,
        )  # fmt: skip
    yield e.SpeakersIdentified(
        **head(e.SpeakersIdentified), segment_total=3, language="fr", duration_s=9.5,
        speakers=[
            e.IdentifiedSpeaker(
                index=0, speaker="A", display_name="Awa", name="Awa", name_source=e.NameSource.NONE,
                name_score=0.1, evidence=[], facts=None, candidates=[], pooled=[0.1, -0.7, 1e-8],
                pooled_model="m", voiceprint_id=uuid4(), seconds=0.7,
            )
        ],
    )  # fmt: skip
    yield e.TranscriptProgress(
        **head(e.TranscriptProgress), phase="enrich", state=e.ProgressState.DONE, index=0, total=1,
        started_at=now, finished_at=None, seconds=None,
    )  # fmt: skip
    yield e.ContextIndexed(
        **head(e.ContextIndexed), context_uri="file:///nowhere", chunk_count=1,
        files=[
            e.IndexedFile(
                file_id=uuid4(), name="cv.txt", uri="file:///nowhere", sha256=None, kind="cv",
                language=None, chunk_count=1, metadata_json='{"people": []}', error=None,
            )
        ],
    )  # fmt: skip


def rows(owner: psycopg.Connection[Any], kept: Kept) -> dict[str, list[tuple[str]]]:
    """Everything of the transcript, as PostgreSQL writes it."""
    return {
        table: owner.execute(
            f"SELECT t::text FROM {table} t WHERE user_id = %s AND transcript_id = %s"
            " ORDER BY 1".encode(),
            kept,
        ).fetchall()
        for table in TABLES
    }


def status(owner: psycopg.Connection[Any], kept: Kept) -> str | None:
    row = owner.execute(
        "SELECT status FROM st.transcripts WHERE user_id = %s AND transcript_id = %s", kept
    ).fetchone()
    return row[0] if row else None


def files(objects: ObjectStore, kept: Kept) -> list[Path]:
    folder = Path(objects.archive(*kept).removeprefix("file://"))
    return sorted(folder.rglob("*.*")) if folder.exists() else []


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


def test_what_is_not_archived_cannot_be_brought_back(mover: Archive, kept: Kept) -> None:
    with pytest.raises(PoisonError, match="no archived transcript"):
        mover.restore(*kept)


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


def test_the_command_line_says_how_to_bring_it_back(
    mover: Archive, stack: Stack, kept: Kept,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    mover.store(*kept)
    for name, value in stack.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["gateway", "show", str(kept[1]), "--user", kept[0]])
    with pytest.raises(SystemExit):
        gateway()
    assert f"python -m sinks restore {kept[1]} --user {kept[0]}" in capfd.readouterr().err


def test_the_commands_move_what_is_old_and_bring_one_back(
    stack: Stack, owner: psycopg.Connection[Any], kept: Kept
) -> None:
    before = rows(owner, kept)
    moved = CliRunner().invoke(sinks, ["archive"], env=stack.env)
    assert (moved.exit_code, status(owner, kept)) == (0, "archived"), moved.output
    back = CliRunner().invoke(sinks, ["restore", str(kept[1]), "--user", kept[0]], env=stack.env)
    assert f"{kept[1]} is back, 7 rows" in back.output
    assert rows(owner, kept) == before


def test_every_table_of_a_transcript_is_archived_with_types_that_files_have(
    owner: psycopg.Connection[Any],
) -> None:
    found = dict(owner.execute(_OF_TRANSCRIPTS).fetchall())
    stay = {"st.transcripts", "st.voiceprint_library"}
    assert found.keys() - stay == set(TABLES)
    assert {kind for table in TABLES for kind in found[table]} <= parquet.TYPES.keys()
