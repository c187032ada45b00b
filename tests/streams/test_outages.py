"""Broker, database and registry go away for some seconds: waited for in words, nothing given up."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest

from infra.local.stack import Stack
from schemas.events import TranscriptStored
from streams import dead_letters
from streams.db import Database
from streams.errors import TransientError
from streams.health import Health
from streams.process import run_stages
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from streams.warning import warn
from tests.streams.watching import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
GONE_S = 5.0
Stored = Callable[..., TranscriptStored]
Publish = Callable[[Any], None]


@contextmanager
def running(spec: StageSpec, settings: Settings) -> Iterator[Callable[[], str]]:
    """The stage; what the health page of its process says that it waits for."""
    stop, health = threading.Event(), Health([spec.name])
    thread = threading.Thread(target=run_stages, args=([spec], settings, health, stop))
    thread.start()
    try:
        yield lambda: ", ".join(health.report()[1]["waiting_for"].values())
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def gone(stack: Stack, name: str) -> Iterator[None]:
    """Without it for some seconds at least."""
    stack.kill(name)
    try:
        yield
        time.sleep(GONE_S)
    finally:
        stack.start(name)


def test_a_broker_that_is_away_is_waited_for(
    stack: Stack, own_group: Settings, publish: Publish, stored: Stored
) -> None:
    seen: list[UUID] = []
    spec = stage(lambda event, _: seen.append(event.transcript_id))
    before, after = stored(), stored()
    publish(before)
    with running(spec, own_group) as waits_for:
        assert eventually(lambda: before.transcript_id in seen)
        with gone(stack, "kafka"):
            assert eventually(lambda: "broker does not answer" in waits_for())
        publish(after)
        assert eventually(lambda: after.transcript_id in seen)
        assert waits_for() == ""
    assert given_up(own_group, spec, after) == []


def test_a_database_that_is_away_is_waited_for(
    stack: Stack,
    own_group: Settings,
    publish: Publish,
    stored: Stored,
    database: Database,
) -> None:
    event = stored("outage")

    def write(seen: Any, _: Emit) -> None:
        if seen.transcript_id == event.transcript_id:
            with database.transaction(seen.user_id) as connection:
                warn(connection, seen.user_id, seen.transcript_id, "written")

    spec = stage(write)
    with running(spec, own_group) as waits_for:
        with gone(stack, "postgres"):
            publish(event)
            assert eventually(lambda: "database does not answer" in waits_for())
        assert eventually(lambda: written(database, event))
        assert eventually(lambda: waits_for() == "")
    assert given_up(own_group, spec, event) == []


def test_a_registry_that_is_away_is_waited_for_by_who_has_no_schema_yet(
    stack: Stack, own_group: Settings, publish: Publish, stored: Stored
) -> None:
    seen: list[UUID] = []
    spec = stage(lambda event, _: seen.append(event.transcript_id))
    publish(stored())  # from then on it has the schema
    event = stored()
    with gone(stack, "registry"):
        publish(event)
        with running(spec, own_group) as waits_for:
            assert eventually(lambda: "registry does not answer" in waits_for())
            stack.start("registry")
            assert eventually(lambda: event.transcript_id in seen)
            assert eventually(lambda: waits_for() == "")
    assert given_up(own_group, spec, event) == []


def stage(handler: Callable[[Any, Emit], None]) -> StageSpec:
    return StageSpec(f"outage-{uuid4().hex[:8]}", (TranscriptStored,), handler)


def given_up(settings: Settings, spec: StageSpec, event: TranscriptStored) -> list[str]:
    """Why the event was; what other tests left on the topic is given up too."""
    place = (spec.name, event.transcript_id)
    letters = dead_letters.read(settings).values()
    return [x.reason for x in letters if (x.stage, x.transcript_id) == place]


def written(database: Database, event: TranscriptStored) -> bool:
    query = "SELECT warnings FROM st.transcripts WHERE user_id = %s AND transcript_id = %s"
    try:
        with database.transaction(event.user_id) as connection:
            row = connection.execute(query, (event.user_id, event.transcript_id)).fetchone()
    except TransientError:  # this test's own connections take their time to come back
        return False
    return row == (["written"],)
