"""What the tests of the archive share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from agents import state
from infra.local.stack import Stack
from schemas import events as e
from sinks.postgres.archive import Archive
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.objects import ObjectStore
from streams.settings import Settings
from tests.sinks.archive.old import Kept, happened


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
