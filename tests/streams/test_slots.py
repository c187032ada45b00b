"""Stages of one process take turns at computing."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from schemas.events import TranscriptStored
from streams.errors import TransientError
from streams.health import Health
from streams.process import run_stages
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from tests.streams.watching import eventually

pytestmark = pytest.mark.integration


def test_a_task_that_waits_lets_other_stages_compute(
    own_group: Settings, publish: Callable[[Any], None], stored: Callable[..., TranscriptStored]
) -> None:
    event = stored()
    publish(event)
    waited, done = threading.Event(), threading.Event()
    seen: list[UUID] = []

    def wait(_: Any, __: Emit) -> None:
        waited.set()
        raise TransientError("the sea is away")

    def work(found: TranscriptStored, _: Emit) -> None:
        if not waited.is_set():
            raise TransientError("the other one comes first")
        seen.append(found.transcript_id)

    specs = [
        StageSpec("waits", (TranscriptStored,), wait),
        StageSpec("works", (TranscriptStored,), work),
    ]
    health = Health([spec.name for spec in specs])
    run = threading.Thread(
        target=run_stages, args=(specs, own_group, health, done), kwargs={"slots": 1}
    )
    run.start()
    try:
        assert eventually(lambda: event.transcript_id in seen)
    finally:
        done.set()
        run.join(30)
    assert not run.is_alive()
