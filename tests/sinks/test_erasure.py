"""What is erased is gone from PostgreSQL and Qdrant; what others have stays."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from qdrant_client import QdrantClient, models

from agents import state
from infra.local.stack import Stack
from schemas import events as e
from sinks.postgres import eraser, writer
from sinks.postgres.rows import rows_of
from sinks.qdrant import eraser as points_eraser
from sinks.qdrant.points import payload, point_id
from streams.db import work_for
from streams.events import meta
from streams.vectors import collection
from streams.warning import warn

FILES = (uuid4(), uuid4())


def erasure(
    user_id: str, transcript_id: UUID | None = None, file_id: UUID | None = None
) -> e.ErasureRequested:
    identity = uuid4()
    return e.ErasureRequested(
        meta=meta(e.ErasureRequested, identity),
        erasure_id=identity,
        user_id=user_id,
        transcript_id=transcript_id,
        file_id=file_id,
    )


@pytest.fixture
def connection(stack: Stack) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(stack.env["ST_POSTGRES_DSN"]) as connection:
        yield connection
        connection.rollback()


def indexed(user_id: str, transcript_id: UUID) -> e.ContextIndexed:
    return e.ContextIndexed(
        meta=meta(e.ContextIndexed, transcript_id),
        transcript_id=transcript_id,
        user_id=user_id,
        context_uri="file:///nowhere",
        chunk_count=2,
        files=[
            e.IndexedFile(
                file_id=file_id, name="cv.txt", uri="file:///nowhere", sha256="00", kind="cv",
                language="fr", chunk_count=1, metadata_json="{}", error=None,
            )
            for file_id in FILES
        ],
    )  # fmt: skip


def ran(user_id: str, transcript_id: UUID) -> e.TranscriptProgress:
    now = datetime.now(UTC)
    return e.TranscriptProgress(
        meta=meta(e.TranscriptProgress, transcript_id),
        transcript_id=transcript_id,
        user_id=user_id,
        phase="diarize",
        state=e.ProgressState.DONE,
        index=0,
        total=1,
        started_at=now,
        finished_at=now,
        seconds=0.0,
    )


@pytest.fixture
def kept(connection: psycopg.Connection[Any]) -> list[tuple[str, UUID]]:
    """Two tenants with two transcripts each, every one with two documents and a phase."""
    tenants = [f"erase-{uuid4().hex[:8]}" for _ in range(2)]
    work_for(connection, tenants)
    owned = [(tenant, uuid4()) for tenant in tenants for _ in range(2)]
    for place in owned:
        writer.write(connection, {**rows_of(indexed(*place)), **rows_of(ran(*place))})
    return owned


def left(connection: psycopg.Connection[Any], table: str, user_id: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE user_id = %s"
    row = connection.execute(query.encode(), (user_id,)).fetchone()
    return int(row[0]) if row else 0


def test_every_table_with_a_tenant_is_erased(connection: psycopg.Connection[Any]) -> None:
    """A table that is added later must be erased too."""
    found = connection.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.columns"
        " JOIN pg_class ON relname = table_name AND relnamespace = table_schema::regnamespace"
        " WHERE table_schema IN ('st', 'meetnoo') AND column_name = 'user_id'"
        " AND NOT relispartition"
    ).fetchall()
    assert {name for (name,) in found} == set(eraser.OF_A_TENANT)


def test_a_tenant_is_erased_and_the_other_keeps_everything(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]]
) -> None:
    (gone, _), _, (other, _), _ = kept
    removed = eraser.erase(connection, erasure(gone))
    assert (removed["st.contextual_files"], removed["meetnoo.phase_runs"]) == (4, 2)
    for table in eraser.OF_A_TENANT:
        assert left(connection, table, gone) == 0
    assert left(connection, "st.contextual_files", other) == 4


def test_a_transcript_is_erased_and_the_tenants_other_stays(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]]
) -> None:
    (tenant, transcript_id), *_ = kept
    removed = eraser.erase(connection, erasure(tenant, transcript_id))
    assert (removed["st.contextual_files"], removed["meetnoo.phase_runs"]) == (2, 1)
    assert left(connection, "st.contextual_files", tenant) == 2


def test_a_pending_voice_goes_with_its_transcript_and_a_named_one_stays(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]]
) -> None:
    (tenant, transcript_id), *_ = kept
    for status, name in (("pending", None), ("confirmed", "Awa Ndiaye")):
        connection.execute(
            "INSERT INTO st.voiceprint_library (user_id, voiceprint_id, name, status, model,"
            " embedding, transcript_id, speaker) VALUES (%s, %s, %s, %s, 'm', '[1]', %s, 'A')",
            (tenant, uuid4(), name, status, transcript_id),
        )
    removed = eraser.erase(connection, erasure(tenant, transcript_id))
    assert removed["st.voiceprint_library"] == 1
    assert left(connection, "st.voiceprint_library", tenant) == 1


def test_a_document_is_erased_and_nothing_else(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]]
) -> None:
    (tenant, transcript_id), *_ = kept
    assert eraser.erase(connection, erasure(tenant, transcript_id, FILES[0])) == {
        "st.contextual_files": 1,
        "st.metadata_cache": 0,
    }
    assert left(connection, "meetnoo.phase_runs", tenant) == 2


@pytest.mark.parametrize("file_id", [None, FILES[0]], ids=["transcript", "document"])
def test_what_documents_have_told_goes_with_any_of_them_and_other_tenants_stays(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]], file_id: UUID | None
) -> None:
    (tenant, transcript_id), _, (other, _), _ = kept
    for user in (tenant, other):
        connection.execute(
            "INSERT INTO st.metadata_cache (key, user_id, value, expires_at)"
            " VALUES (%s, %s, '{}', now() + interval '7 days')",
            (uuid4().hex, user),
        )
    removed = eraser.erase(connection, erasure(tenant, transcript_id, file_id))
    assert removed["st.metadata_cache"] == 1
    assert left(connection, "st.metadata_cache", other) == 1


@pytest.mark.parametrize("whole", [True, False], ids=["tenant", "transcript"])
def test_what_comes_late_of_something_erased_is_not_written(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]], whole: bool
) -> None:
    (tenant, transcript_id), (_, second), *_ = kept
    for identity in (transcript_id, second):
        warn(connection, tenant, identity, "noted")
    eraser.erase(connection, erasure(tenant, None if whole else transcript_id))
    warn(connection, tenant, transcript_id, "late")
    state.add(connection, indexed(tenant, transcript_id), "context", "all", {})
    writer.write(connection, rows_of(indexed(tenant, transcript_id)))
    writer.write(connection, rows_of(ran(tenant, transcript_id)))
    of_the_other = {"st.contextual_files": 2, "meetnoo.phase_runs": 1, "st.transcripts": 1}
    for table in eraser.OF_A_TENANT:
        assert left(connection, table, tenant) == (0 if whole else of_the_other.get(table, 0))


def test_nobody_can_keep_another_tenants_transcript_from_being_written(
    connection: psycopg.Connection[Any], kept: list[tuple[str, UUID]]
) -> None:
    (_, _), _, (other, theirs), _ = kept
    warn(connection, other, theirs, "noted")
    eraser.erase(connection, erasure(kept[0][0], theirs))
    warn(connection, other, theirs, "later")
    row = connection.execute(
        "SELECT warnings FROM st.transcripts WHERE transcript_id = %s", (theirs,)
    ).fetchone()
    assert row == (["noted", "later"],)


@pytest.fixture
def client(kept: list[tuple[str, UUID]]) -> QdrantClient:
    """A point for every document, in the collections of two models."""
    client = QdrantClient(":memory:")
    for model in ("one", "other"):
        size = models.VectorParams(size=2, distance=models.Distance.COSINE)
        client.create_collection(collection(model), vectors_config=size)
        for user_id, transcript_id in kept:
            for i, file_id in enumerate(FILES):
                chunk = {"file_id": str(file_id), "file_name": "cv.txt", "text": "a passage"}
                point = models.PointStruct(
                    id=point_id(user_id, transcript_id, str(file_id), i),
                    vector=[1.0, 0.0],
                    payload=payload(user_id, transcript_id, 1, chunk),
                )
                client.upsert(collection(model), [point])
    return client


@pytest.mark.parametrize(("scope", "points"), [(0, 4), (1, 2), (2, 1)])
def test_points_of_tenant_transcript_or_document_are_erased_in_every_collection(
    client: QdrantClient, kept: list[tuple[str, UUID]], scope: int, points: int
) -> None:
    (tenant, transcript_id), *_ = kept
    wanted = erasure(tenant, *(transcript_id, FILES[0])[:scope])
    assert set(points_eraser.erase(client, wanted).values()) == {points}
    assert client.count(collection("one")).count == 8 - points
    assert set(points_eraser.erase(client, wanted).values()) == {0}
