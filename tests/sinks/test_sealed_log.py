"""The sink stores what is sealed in the log, and nothing of what was erased, however late."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from infra.local.stack import Stack
from schemas import events as e
from sinks.postgres.sink import spec
from streams import metrics, sealed
from streams.codec import Codec
from streams.db import Database
from streams.events import meta
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings
from tests.gateway.test_foreign_consumer import enriched
from tests.streams.watching import eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


@pytest.fixture
def deployment(settings: Settings, tmp_path: Path) -> Settings:
    """One that seals, with groups and an object store of its own."""
    seal_key = base64.b64encode(b"m" * 32).decode()
    group_prefix = f"test-{uuid4().hex[:8]}."
    own = {
        "object_store": tmp_path.as_uri(),
        "seal_key": seal_key,
        "group_prefix": group_prefix,
    }
    return Settings(_env_file=None, **{**settings.model_dump(), **own})  # type: ignore[call-arg,arg-type]


def summary(transcript_id: UUID) -> e.SpeakersIdentified:
    return e.SpeakersIdentified(
        meta=meta(e.SpeakersIdentified, transcript_id),
        transcript_id=transcript_id,
        user_id="tenant",
        segment_total=2,
        language="fr",
        duration_s=4.0,
        speakers=[],
        warnings=["Inès speaks low"],
    )


def publish(settings: Settings, transcript_id: UUID) -> None:
    publisher = Publisher(settings, Codec.of(settings))
    for index in range(2):
        publisher.publish(enriched(transcript_id, index, 2))
    publisher.publish(summary(transcript_id))


def stored(connection: psycopg.Connection[Any], transcript_id: UUID) -> list[tuple[str, str]]:
    query = "SELECT name, text FROM st.enriched_segments WHERE transcript_id = %s ORDER BY index"
    return connection.execute(query, (transcript_id,)).fetchall()


def test_sealed_segments_are_stored_whole_and_erased_ones_not_at_all(
    deployment: Settings, stack: Stack
) -> None:
    erased, kept = uuid4(), uuid4()
    publish(deployment, erased)
    # Only the keys go: the database itself knows of no erasure.
    assert Keys(deployment).destroy("tenant", erased) == 1
    publish(deployment, kept)
    database = Database(deployment, size=2)
    inputs = (e.SegmentEnriched, e.SpeakersIdentified)
    sink = replace(spec(database, ObjectStore(deployment)), inputs=inputs)
    with psycopg.connect(stack.env["ST_POSTGRES_OPERATOR_DSN"], autocommit=True) as connection:
        with running_stage(deployment, sink):
            assert eventually(lambda: len(stored(connection, kept)) == 2)
            assert eventually(lambda: passed_over() >= 2)
        assert set(stored(connection, kept)) == {("Inès Garcia", "Bonjour.")}
        assert stored(connection, erased) == []
    database.close()
    count = sealed.scan(deployment, "segments.enriched", "tenant", erased, lambda *_: None)
    assert (count.readable, count.closed) == (0, 2)


def passed_over() -> float:
    total: float = metrics.ERASED.labels("segments.enriched", "not handled")._value.get()
    return total
