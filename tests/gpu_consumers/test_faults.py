"""Too little memory, a broker that restarts: one dead letter, or one result."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from benchmarks.listen import Listener
from infra.local.stack import Stack
from schemas import events as e
from streams import dead_letters
from streams.events import meta
from streams.progress import warn
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from tests.streams.watching import all_committed, begin_at_the_end, eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
Publish = Callable[[Any], None]


def task() -> e.TranscriptStored:
    identity = uuid4()
    return e.TranscriptStored(
        meta=meta(e.TranscriptStored, identity), transcript_id=identity, user_id="faults",
        segment_total=0, speaker_total=0,
    )  # fmt: skip


def stage(own: Settings, handler: Callable[[Any, Emit], None]) -> StageSpec:
    spec = StageSpec("faulty", (e.TranscriptStored,), handler)
    begin_at_the_end(own, [spec])
    return spec


def test_a_task_that_memory_never_suffices_for_is_one_dead_letter_and_the_next_goes_through(
    own_group: Settings, publish: Publish
) -> None:
    too_large, next_one = task(), task()
    seen: list[UUID] = []

    def handle(event: Any, _: Emit) -> None:
        seen.append(event.transcript_id)
        if event.transcript_id == too_large.transcript_id:
            raise MemoryError("Unable to allocate 96.0 GiB")

    spec = stage(own_group, handle)
    publish(too_large)
    publish(next_one)
    with running_stage(own_group, spec):
        assert eventually(lambda: next_one.transcript_id in seen)
        assert eventually(lambda: all_committed(own_group, spec))
    assert seen.count(too_large.transcript_id) == 3
    assert seen.count(next_one.transcript_id) == 1
    [letter] = [
        letter
        for letter in dead_letters.read(own_group).values()
        if letter.transcript_id in (too_large.transcript_id, next_one.transcript_id)
    ]
    assert (letter.transcript_id, letter.attempts) == (too_large.transcript_id, 3)
    assert "ran out of memory (Unable to allocate 96.0 GiB): give it more" in letter.reason


def test_a_result_comes_once_when_the_broker_restarts_in_mid_task(
    stack: Stack, own_group: Settings, publish: Publish
) -> None:
    event = task()
    begun, may_end = threading.Event(), threading.Event()

    def handle(event: Any, emit: Emit) -> None:
        begun.set()
        assert may_end.wait(60)
        warn(event, "faulty", emit, "done")

    spec = stage(own_group, handle)
    with Listener(own_group, e.TranscriptProgress, e.DeadLetter) as listener:
        publish(event)
        with running_stage(own_group, spec):
            assert begun.wait(30)
            stack.kill("kafka")
            stack.start("kafka")
            may_end.set()
            assert eventually(lambda: all_committed(own_group, spec))
        warn(event, "next", publish, "after it")
        heard = listener.until(lambda heard: "after it" in said(heard, event).values(), 60)
    assert sorted(said(heard, event).values()) == ["after it", "done"]


def said(heard: list[Any], event: Any) -> dict[UUID, str]:
    """What was said of the event's transcript, by identity: a reader tells what comes twice."""
    return {
        x.meta.event_id: str(x.message if isinstance(x, e.TranscriptProgress) else x.reason)
        for x in heard
        if x.transcript_id == event.transcript_id
    }
