"""Batches over a real broker: one that kills its process, one that is handed on, and the next."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

from infra.local.stack import Stack
from schemas.events import TranscriptStored
from streams import dead_letters
from streams.codec import Codec
from streams.settings import Settings
from streams.stage import BatchHandler, Emit, StageSpec
from streams.topics import PARTITIONS
from tests.streams.watching import all_committed, begin_at_the_end, eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]
TOPIC = "transcript.stored"
Stored = Callable[..., TranscriptStored]


@pytest.fixture
def own(settings: Settings) -> Settings:
    """Of a group that takes up what comes from now on."""
    own = settings.model_copy(
        update={"group_prefix": f"batch-{uuid4().hex[:8]}.", "max_attempts": 1}
    )
    begin_at_the_end(own, [batches("batches", lambda *_: None)])
    return own


def batches(name: str, handler: BatchHandler, size: int = 50) -> StageSpec:
    return StageSpec(name, (TranscriptStored,), batch_handler=handler, batch_size=size)


def publish(settings: Settings, places: Sequence[tuple[int, TranscriptStored]]) -> None:
    """Put events into partitions."""
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap})
    codec = Codec(settings.registry_url)
    for partition, event in places:
        producer.produce(TOPIC, codec.encode(event), b"key", partition=partition)
    assert producer.flush(10) == 0


def notes(settings: Settings, name: str) -> list[str]:
    """What is noted at the offset that the group goes on from, by partition."""
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    places = [TopicPartition(TOPIC, number) for number in range(PARTITIONS)]
    asked = ConsumerGroupTopicPartitions(f"{settings.group_prefix}{name}", places)
    [future] = admin.list_consumer_group_offsets([asked]).values()
    return [place.metadata or "" for place in future.result(timeout=10).topic_partitions]


def test_a_record_that_kills_its_process_in_a_batch_is_found_and_those_beside_it_are_done_once(
    stack: Stack, settings: Settings, stored: Stored, tmp_path: Path
) -> None:
    """It dies once in company, which counts for nobody, and three times alone."""
    own = settings.model_copy(update={"group_prefix": f"deadly-{uuid4().hex[:8]}."})
    begin_at_the_end(own, [batches("deadly", lambda *_: None)])
    deadly = stored(user=f"deadly-{uuid4()}")
    others = [stored() for _ in range(2 * PARTITIONS)]
    places = [(number % PARTITIONS, event) for number, event in enumerate(others)]
    publish(own, [*places[:PARTITIONS], (1, deadly), *places[PARTITIONS:]])
    command = [sys.executable, "-m", "tests.streams.deadly_batches"]
    arguments = [deadly.user_id, own.group_prefix]
    environment = {**os.environ, **stack.env, "ST_SESSION_TIMEOUT_S": "6"}
    spec = batches("deadly", lambda *_: None)
    deaths = 0
    with (tmp_path / "log").open("wb") as log:
        while not all_committed(own, spec):
            worker = subprocess.Popen([*command, *arguments], env=environment, stdout=log)
            try:
                assert eventually(lambda: worker.poll() is not None or all_committed(own, spec))  # noqa: B023
            finally:
                deaths += worker.poll() == -9
                worker.terminate()
                worker.wait(30)
            assert deaths <= 4
    said = (tmp_path / "log").read_text().splitlines()
    assert deaths == 4
    assert said[0] == f"begun {len(others) + 1}"
    assert set(said[1:]) >= {"begun 1"}
    assert Counter(line for line in said if line.startswith("done")) == Counter(
        f"done {event.transcript_id}" for event in others
    )
    ours = {event.transcript_id for event in [deadly, *others]}
    found = [x for x in dead_letters.read(own).values() if x.transcript_id in ours]
    assert [(x.transcript_id, x.attempts) for x in found] == [(deadly.transcript_id, 3)]


def test_a_batch_whose_partitions_go_to_another_member_is_a_batch_there(
    own: Settings, stored: Stored
) -> None:
    """One try is allowed: what is handed on in good order has not been tried, nor is suspect."""
    taken: dict[str, list[int]] = {"first": [], "second": []}
    may_end, may_begin = threading.Event(), threading.Event()

    def member(name: str, loads: Callable[[], Any]) -> StageSpec:
        def handle(events: Sequence[Any], _: Emit) -> None:
            taken[name].append(len(events))
            assert may_end.wait(90)

        def load() -> BatchHandler:
            loads()
            return handle

        return StageSpec("batches", (TranscriptStored,), load_batch=load, batch_size=50)

    publish(own, [(number, stored()) for number in range(PARTITIONS)])
    first = member("first", lambda: time.sleep(5))  # until all is read ahead
    second = member("second", lambda: may_begin.wait(60))
    with ExitStack() as running:
        running.callback(may_end.set)
        running.callback(may_begin.set)
        running.enter_context(running_stage(own, first))
        assert eventually(lambda: bool(taken["first"]))
        assert taken["first"] == [PARTITIONS]
        assert notes(own, "batches") == ["0"] * PARTITIONS
        running.enter_context(running_stage(own, second))
        halves = {"0": PARTITIONS // 2, "": PARTITIONS // 2}
        assert eventually(lambda: Counter(notes(own, "batches")) == halves)
        time.sleep(5)  # until the second has read ahead what it was given
        may_begin.set()
        assert eventually(lambda: bool(taken["second"]))
        may_end.set()
        assert eventually(lambda: all_committed(own, first))
    assert taken == {"first": [PARTITIONS], "second": [PARTITIONS // 2]}


def test_while_a_batch_is_handled_the_next_one_is_read_ahead(own: Settings, stored: Stored) -> None:
    size, count = 5, 3 * PARTITIONS
    begun: list[tuple[int, float]] = []
    ended: list[float] = []

    def handle(events: Sequence[Any], _: Emit) -> None:
        begun.append((len(events), time.monotonic()))
        time.sleep(1.5)
        ended.append(time.monotonic())

    spec = batches("batches", handle, size)
    publish(own, [(number % PARTITIONS, stored()) for number in range(count)])
    with running_stage(own, spec):
        assert eventually(lambda: all_committed(own, spec))
    assert [events for events, _ in begun[1:-1]] == [size] * (len(begun) - 2)
    waited = [at - end for (_, at), end in zip(begun[1:], ended, strict=False)]
    assert max(waited) < 0.4
