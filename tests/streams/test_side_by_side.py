"""An agent that handles several messages at once, over a real broker: none is lost for that."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from infra.local.stack import Stack
from schemas.events import TranscriptStored
from streams.codec import Codec
from streams.health import Health
from streams.publisher import Publisher
from streams.settings import Settings
from tests.streams.watching import eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
Stored = Callable[..., TranscriptStored]


class Worker:
    """The process and whose events it says it has handled."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.handled: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.handled.append(line.strip())


@contextmanager
def worker(stack: Stack, tenant: str, group: str, **more: str) -> Iterator[Worker]:
    command = [sys.executable, "-m", "tests.streams.hostile_worker", "beside-faust", tenant, group]
    environment = {**os.environ, **stack.env, "ST_SESSION_TIMEOUT_S": "6", **more}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield Worker(process)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)


def test_one_that_waits_keeps_nobody_waiting_and_is_not_passed_over_when_the_process_dies(
    stack: Stack, settings: Settings, stored: Stored
) -> None:
    slow, group = f"slow-{uuid4().hex[:8]}", f"test-{uuid4().hex[:8]}."
    behind = {f"{slow}-{number}" for number in range(20)}
    publish = Publisher(settings, Codec(settings.registry_url)).publish
    identity = uuid4()
    # Of one key, so in one partition: committing any of them would pass over the slow one.
    for user in [slow, *sorted(behind)]:
        publish(stored(user=user, transcript_id=identity))
    with worker(stack, slow, group, ST_TEST_HANG="1") as hanging:
        assert eventually(lambda: behind <= set(hanging.handled), 60)
        assert slow not in hanging.handled
        time.sleep(1.5)  # three times what Faust waits for between commits
    with worker(stack, slow, group) as another:
        assert eventually(lambda: slow in another.handled, 60)


def test_more_than_fit_wait(stack: Stack, settings: Settings, stored: Stored) -> None:
    slow, group = f"slow-{uuid4().hex[:8]}", f"test-{uuid4().hex[:8]}."
    last, identity = f"{slow}-last", uuid4()
    publish = Publisher(settings, Codec(settings.registry_url)).publish
    for user in [slow, slow, slow, last]:
        publish(stored(user=user, transcript_id=identity))
    with worker(stack, slow, group, ST_TEST_HANG="1") as hanging:
        assert not eventually(lambda: last in hanging.handled, 15)
    with worker(stack, slow, group) as another:
        assert eventually(lambda: last in another.handled, 60)


def test_a_stage_is_busy_until_the_last_of_its_tasks_ends() -> None:
    health = Health(["stage"])
    health.begin("stage", ["one"])
    health.begin("stage", ["two"])
    health.end("stage", ["two"])
    assert health.busy("stage")
    assert health.standing_still(-1.0) == ("stage", ("one",))
    health.end("stage", ["one"])
    assert not health.busy("stage")
