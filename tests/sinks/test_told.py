"""Every tenant is told what is stored of his own, on a real PostgreSQL."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from benchmarks.hostile.corpus import example
from schemas import events as e
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.integration


def whole(user_id: str, transcript_id: UUID) -> list[Any]:
    """A transcript of one segment."""
    own: dict[str, Any] = {"user_id": user_id, "transcript_id": transcript_id}
    segment = replace(example("segments.enriched"), **own, index=0, total=1)
    return [segment, replace(example("speakers.identified"), **own, segment_total=1)]


def test_two_tenants_whose_transcripts_have_one_id_are_both_told(
    database: Database, settings: Settings
) -> None:
    identity, tenants = uuid4(), ["told-one", "told-other"]
    told: list[Any] = []
    batch = [event for tenant in tenants for event in whole(tenant, identity)]
    PostgresSink(database, ObjectStore(settings)).handle(batch, told.append)
    assert [x.user_id for x in told if isinstance(x, e.TranscriptStored)] == tenants
