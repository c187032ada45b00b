"""The consume-handle-produce-commit loop over a real broker and registry."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import ANY
from uuid import UUID, uuid4

import pytest
from confluent_kafka import Producer

from benchmarks.hostile.corpus import example
from infra.local.stack import Stack
from schemas.events import DeadLetter, TranscriptStored
from streams.errors import PoisonError, TransientError
from streams.health import Health
from streams.process import run_stages
from streams.settings import Settings
from streams.stage import Emit, Handler, StageSpec
from tests.streams.watching import eventually, letters, running_stage

pytestmark = pytest.mark.integration
Stored = Callable[..., TranscriptStored]


@contextmanager
def running(settings: Settings, handler: Callable[[Any, Emit], None]) -> Iterator[Health]:
    with running_stage(settings, StageSpec("kernel", (TranscriptStored,), handler)) as health:
        yield health


def test_bytes_that_are_no_event_go_to_the_dead_letters_and_the_next_event_goes_through(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    rubbish = uuid4().bytes
    good = stored()
    producer = Producer({"bootstrap.servers": own_group.kafka_bootstrap})
    key = str(good.transcript_id)
    producer.produce("transcript.stored", rubbish, key)
    producer.flush(10)
    publish(good)
    seen: list[UUID] = []

    with running(own_group, lambda event, _: seen.append(event.transcript_id)):
        assert eventually(lambda: good.transcript_id in seen)

    [letter] = letters(own_group, lambda x: (x.stage, x.value) == ("kernel", rubbish))
    assert letter.topic == "transcript.stored"
    assert "wire format" in letter.reason


def test_poison_is_given_up_at_once_with_its_reason(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored()
    tries: list[int] = []

    def handle(seen: Any, _: Emit) -> None:
        if seen.transcript_id == event.transcript_id:
            tries.append(1)
            raise PoisonError("too bad to eat")

    publish(event)
    with running(own_group, handle):
        [letter] = letters(own_group, lambda x: x.transcript_id == event.transcript_id)
    assert (letter.reason, letter.attempts, len(tries)) == ("too bad to eat", 1, 1)


def test_a_letter_about_a_letter_is_of_no_transcript(
    own_group: Settings, publish: Callable[[Any], None]
) -> None:
    first = replace(example("dead.letters"), transcript_id=uuid4())
    first = replace(first, meta=replace(first.meta, event_id=uuid4()))

    def handle(letter: Any, _: Emit) -> None:
        if letter.meta.event_id == first.meta.event_id:
            raise PoisonError("it fails to fail the transcript")

    publish(first)
    stage = StageSpec(f"letters-{uuid4().hex[:8]}", (DeadLetter,), handle)
    with running_stage(own_group, stage):
        key = str(first.meta.event_id).encode()
        [second] = letters(own_group, lambda x: (x.stage, x.key) == (stage.name, key))
    assert (second.topic, second.transcript_id, second.user_id) == ("dead.letters", None, None)


def test_a_task_that_fails_is_tried_three_times(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored()
    tries: list[int] = []

    def handle(seen: Any, _: Emit) -> None:
        if seen.transcript_id == event.transcript_id:
            tries.append(1)
            raise RuntimeError("out of luck")

    publish(event)
    with running(own_group, handle):
        [letter] = letters(own_group, lambda x: x.transcript_id == event.transcript_id)
    assert (letter.attempts, len(tries)) == (3, 3)
    assert "out of luck" in (letter.stack or "")


def test_what_is_away_is_waited_for_without_an_end_and_health_says_so(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored()
    tries: list[int] = []
    done: list[int] = []

    def handle(seen: Any, _: Emit) -> None:
        if seen.transcript_id != event.transcript_id:
            return
        tries.append(1)
        if len(tries) < 6:
            raise TransientError("the sea is away")
        done.append(1)

    publish(event)
    with running(own_group, handle) as health:
        waits = {"kernel": "the sea is away"}
        assert eventually(lambda: waits_of(health) == waits)
        assert eventually(lambda: bool(done))
        assert waits_of(health) == {}


def test_a_task_that_kills_its_worker_three_times_is_a_dead_letter(
    own_group: Settings, stack: Stack, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored(user=f"deadly-{uuid4()}")
    publish(event)
    command = [sys.executable, "-m", "tests.streams.hostile_worker"]
    arguments = ["dies", event.user_id, own_group.group_prefix]
    environment = {**os.environ, **stack.env, "ST_SESSION_TIMEOUT_S": "6"}
    deaths = [
        subprocess.run([*command, *arguments], env=environment, timeout=60, check=False).returncode
        for _ in range(3)
    ]
    assert deaths == [-9, -9, -9]

    worker = subprocess.Popen([*command, *arguments], env=environment)
    try:
        [letter] = letters(own_group, lambda x: x.transcript_id == event.transcript_id)
        assert letter.attempts == 3
    finally:
        worker.terminate()
        assert worker.wait(30) == 0


@pytest.mark.parametrize("how", ["hangs", "hangs-faust"])
def test_a_worker_that_stands_still_begins_anew_and_gives_its_task_up_in_the_end(
    own_group: Settings, stack: Stack, publish: Callable[[Any], None], stored: Stored, how: str
) -> None:
    event = stored(user=f"deadly-{uuid4()}")
    publish(event)
    command = [sys.executable, "-m", "tests.streams.hostile_worker", how]
    limits = {"ST_SESSION_TIMEOUT_S": "6", "ST_TASK_LIMIT_S": "1.5"}
    worker = subprocess.Popen(
        [*command, event.user_id, own_group.group_prefix],
        env={**os.environ, **stack.env, **limits},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        [letter] = letters(own_group, lambda x: x.transcript_id == event.transcript_id, 120)
        assert letter.attempts == 3
        assert "stood still" in letter.reason
    finally:
        worker.terminate()
        _, log = worker.communicate(timeout=30)
    assert worker.returncode == 0
    assert log.count("the process begins anew") == 3


def test_an_agent_that_leaves_its_messages_unread_begins_anew_and_reads_them(
    own_group: Settings, stack: Stack, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored(user=f"unheard-{uuid4()}")
    command = [sys.executable, "-m", "tests.streams.hostile_worker", "deaf-faust"]
    limits = {"ST_SESSION_TIMEOUT_S": "6", "ST_UNREAD_LIMIT_S": "4", "ST_TEST_DEAF": "1"}
    worker = subprocess.Popen(
        [*command, event.user_id, own_group.group_prefix],
        env={**os.environ, **stack.env, **limits},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stderr is not None
        before = list(iter(worker.stderr.readline, "deaf\n"))
        publish(event)
        [letter] = letters(own_group, lambda x: x.transcript_id == event.transcript_id, 120)
        assert letter.reason == "heard at last"
    finally:
        worker.terminate()
        _, after = worker.communicate(timeout=30)
    assert "begins anew" not in "".join(before)
    assert after.count("lie unread") == 1


def test_a_stage_is_ready_while_its_models_load_and_takes_nothing_before(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored()
    publish(event)
    may_load = threading.Event()
    seen: list[UUID] = []

    def load() -> Handler:
        may_load.wait(30)
        return lambda event, _: seen.append(event.transcript_id)

    slow = StageSpec("slow", (TranscriptStored,), load=load)
    with running_stage(own_group, slow) as health:
        waits = {"slow": "its models are loading"}
        assert eventually(lambda: health.report() == (True, ANY) and waits_of(health) == waits)
        assert seen == []
        may_load.set()
        assert eventually(lambda: event.transcript_id in seen)
        assert waits_of(health) == {}


def test_models_that_cannot_load_end_the_worker_and_cost_no_event(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    event = stored()
    publish(event)

    def load() -> Handler:
        raise OSError("no such file: model.bin")

    broken = StageSpec("broken", (TranscriptStored,), load=load)
    assert not run_stages([broken], own_group, Health(["broken"]), threading.Event())
    seen: list[UUID] = []
    mended = StageSpec("broken", (TranscriptStored,), lambda e, _: seen.append(e.transcript_id))
    with running_stage(own_group, mended):
        assert eventually(lambda: event.transcript_id in seen)


def waits_of(health: Health) -> dict[str, str]:
    waits: dict[str, str] = health.report()[1]["waiting_for"]
    return waits
