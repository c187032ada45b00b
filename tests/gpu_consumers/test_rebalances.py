"""A task that is handed on while it is computed is done once, told and committed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from confluent_kafka import Producer

from infra.local.stack import Stack
from schemas.events import TranscriptStored
from streams import dead_letters
from streams.codec import Codec
from streams.events import meta
from streams.settings import Settings
from tests.streams.watching import committed, eventually

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
TOPIC = "transcript.stored"
# One that the first member has to give up for the second.
PARTITION = 0
WAITS = "another worker is at the same task"


@dataclass
class Worker:
    process: subprocess.Popen[bytes]
    log: Path

    def said(self, words: str) -> int:
        return self.log.read_text().count(words)

    def says(self, words: str) -> bool:
        return eventually(lambda: self.said(words) > 0)

    def terminated(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


@dataclass
class Group:
    """Workers of a consumer group of their own, and a task for it."""

    settings: Settings
    environment: dict[str, str]
    folder: Path
    running: ExitStack
    event: TranscriptStored
    workers: list[Worker] = field(default_factory=list)
    offset: int = -1

    def worker(self, seconds: float, **settings: str) -> Worker:
        command = [sys.executable, "-m", "tests.gpu_consumers.slow_worker"]
        path = self.folder / f"{len(self.workers)}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                [*command, self.event.user_id, self.settings.group_prefix, str(seconds)],
                env={**self.environment, **settings},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.running.callback(process.wait, 30)
        self.running.callback(process.kill)
        self.workers.append(Worker(process, path))
        return self.workers[-1]

    def publish(self) -> None:
        offsets: list[int] = []
        producer = Producer({"bootstrap.servers": self.settings.kafka_bootstrap})
        producer.produce(
            TOPIC,
            Codec(self.settings.registry_url).encode(self.event),
            b"task",
            partition=PARTITION,
            on_delivery=lambda _, message: offsets.append(message.offset()),
        )
        producer.flush(10)
        [self.offset] = offsets

    def begun(self) -> int:
        return sum(worker.said("task begun") for worker in self.workers)

    def is_past_it(self) -> bool:
        """Whether the task is committed, and given up by nobody."""
        name = f"{self.settings.group_prefix}slow"
        past = eventually(lambda: committed(self.settings, name, TOPIC, PARTITION) > self.offset)
        letters = dead_letters.read(self.settings).values()
        return past and self.event.transcript_id not in {x.transcript_id for x in letters}


@pytest.fixture
def group(stack: Stack, settings: Settings, tmp_path: Path) -> Iterator[Group]:
    own = settings.model_copy(update={"group_prefix": f"test-{uuid4().hex[:8]}."})
    transcript = uuid4()
    event = TranscriptStored(
        meta=meta(TranscriptStored, transcript),
        transcript_id=transcript,
        user_id=f"slow-{transcript}",
        segment_total=0,
        speaker_total=0,
    )
    environment = {**os.environ, **stack.env, "ST_SESSION_TIMEOUT_S": "6"}
    with ExitStack() as running:
        yield Group(own, environment, tmp_path, running, event)


def test_a_task_whose_partition_goes_to_another_member_is_done_once(group: Group) -> None:
    """One try is allowed: that the task is handed on does not count as one."""
    group.publish()
    first = group.worker(8, ST_MAX_ATTEMPTS="1")
    assert first.says("task begun")
    second = group.worker(8, ST_MAX_ATTEMPTS="1")
    assert second.says(WAITS)
    assert second.says("task told")
    assert first.said("task told") == 1
    assert group.begun() == 1
    assert group.is_past_it()


def test_a_task_of_a_member_who_was_thrown_out_and_comes_back_is_done_once(group: Group) -> None:
    group.publish()
    first = group.worker(6)
    assert first.says("task begun")
    second = group.worker(6)
    first.process.send_signal(signal.SIGSTOP)
    assert second.says(WAITS)
    first.process.send_signal(signal.SIGCONT)
    assert second.says("task told")
    assert first.says("task told")
    assert group.begun() == 1
    assert group.is_past_it()


def test_a_killed_workers_task_is_done_again_by_another(group: Group) -> None:
    group.publish()
    first = group.worker(60)
    assert first.says("task begun")
    second = group.worker(0.1, ST_LEASE_S="2")
    first.process.kill()
    assert second.says("task told")
    assert group.begun() == 2
    assert group.is_past_it()


def test_a_member_that_comes_back_under_its_name_goes_on_with_its_task(group: Group) -> None:
    """Neither the session nor the lease is waited for: they would last longer than this test."""
    patient = {"ST_SESSION_TIMEOUT_S": "300", "ST_LEASE_S": "300"}
    group.publish()
    first = group.worker(60, ST_MEMBER_ID="gpu-1", **patient)
    assert first.says("task begun")
    first.process.kill()
    again = group.worker(0.1, ST_MEMBER_ID="gpu-1", **patient)
    assert again.says("task told")
    assert group.is_past_it()


def test_the_task_in_hand_is_finished_before_a_worker_ends(group: Group) -> None:
    group.publish()
    worker = group.worker(3)
    assert worker.says("task begun")
    assert worker.terminated() == 0
    assert worker.said("task told") == 1
    assert group.is_past_it()


def test_a_worker_that_ends_while_its_task_waits_has_not_tried_it(group: Group) -> None:
    group.publish()
    first = group.worker(20)
    assert first.says("task begun")
    first.process.send_signal(signal.SIGSTOP)
    for _ in range(2):
        waiting = group.worker(1, ST_MAX_ATTEMPTS="2", ST_LEASE_S="300")
        assert waiting.says(WAITS)
        assert waiting.terminated() == 0
    last = group.worker(0.1, ST_MAX_ATTEMPTS="2", ST_LEASE_S="1")
    assert last.says("task told")
    assert group.is_past_it()


def test_of_two_workers_with_one_name_the_first_ends_and_says_why(group: Group) -> None:
    group.publish()
    first = group.worker(0.1, ST_MEMBER_ID="gpu-1")
    assert first.says("task told")
    second = group.worker(0.1, ST_MEMBER_ID="gpu-1")
    assert first.process.wait(30) == 1
    assert first.said("no two workers may have one ST_MEMBER_ID")
    group.publish()
    assert second.says("task told")
