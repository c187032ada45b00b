"""A worker that is told to stop while something is away ends, and another does its work."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from infra.local.stack import Stack
from schemas.events import TranscriptStored
from streams.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
Stored = Callable[..., TranscriptStored]
Publish = Callable[[Any], None]
Worker = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def event(stored: Stored) -> TranscriptStored:
    return stored(user=f"left-{uuid4()}")


@pytest.fixture
def worker(own_group: Settings, stack: Stack, event: TranscriptStored) -> Iterator[Worker]:
    """Starts a worker of one group and waits until it begins the event's task."""
    environment = {**os.environ, **stack.env, "ST_SESSION_TIMEOUT_S": "6"}
    started: list[subprocess.Popen[str]] = []

    def start(how: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.streams.hostile_worker", how]
        process = subprocess.Popen(
            [*command, event.user_id, own_group.group_prefix],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert begun(process) == 0
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_who_is_told_to_stop_while_the_broker_is_away_does_not_wait_for_his_commit(
    stack: Stack, worker: Worker, publish: Publish, event: TranscriptStored
) -> None:
    publish(event)
    left_in_haste(stack, worker("works"))


@pytest.mark.parametrize("kind", ["", "-faust"])
def test_what_was_in_hand_when_the_broker_was_away_is_done_once_by_the_next(
    stack: Stack, worker: Worker, publish: Publish, event: TranscriptStored, kind: str
) -> None:
    publish(event)
    left_in_haste(stack, worker(f"tells{kind}"))
    after = worker(f"tells{kind}")
    publish(replace(event, segment_total=1))
    assert begun(after) == 1


@pytest.mark.parametrize("kind", ["", "-faust"])
def test_who_is_told_to_stop_while_a_task_waits_ends_and_leaves_it_to_the_next(
    worker: Worker, publish: Publish, event: TranscriptStored, kind: str
) -> None:
    publish(event)
    assert ended(worker(f"waits{kind}")) == 0
    worker(f"works{kind}")


def begun(process: subprocess.Popen[str]) -> int:
    """Which task it begins next."""
    assert process.stdout is not None
    line = next(line for line in process.stdout if line.startswith("begins"))
    return int(line.removeprefix("begins"))


def left_in_haste(stack: Stack, process: subprocess.Popen[str]) -> None:
    """Told to stop while its task is done and the broker does not answer, it ends and says so."""
    with halted(stack, "kafka"):
        process.terminate()
        _, log = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "told to stop, and the broker does not answer" in log


def ended(process: subprocess.Popen[str]) -> int:
    """Its exit status, once it is told to stop."""
    process.terminate()
    process.communicate(timeout=30)
    return process.returncode


@contextmanager
def halted(stack: Stack, name: str) -> Iterator[None]:
    """It is there, keeps its connections, and does not answer."""
    [pid] = [one.pid for one in stack.status() if one.name == name]
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
