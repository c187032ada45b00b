"""How far a stage is behind is told by whoever has the partition, before its first result too."""

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import MagicMock

import pytest
from confluent_kafka import TopicPartition
from prometheus_client import REGISTRY

from schemas.events import TranscriptStored
from streams import lag, loop, metrics
from streams.health import Health
from streams.loop import StageLoop
from streams.settings import Settings
from streams.stage import StageSpec
from tests.streams.conftest import Stored
from tests.streams.watching import eventually, running_stage


@pytest.mark.parametrize("how", ["on_revoke", "on_lost"])
def test_a_partition_that_went_to_another_is_not_looked_at_any_more(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer = MagicMock()
    monkeypatch.setattr(loop, "Consumer", lambda _: consumer)
    runner = MagicMock()
    runner.spec = StageSpec("lagging", (), MagicMock())
    own = Settings(_env_file=None)  # type: ignore[call-arg]
    stage = StageLoop(runner, own, Health([]), threading.Semaphore(), threading.Event())
    callbacks = consumer.subscribe.call_args.kwargs
    callbacks["on_assign"](consumer, [TopicPartition("text", n) for n in (0, 1)])
    assert stage.assigned == {("text", 0), ("text", 1)}
    callbacks[how](consumer, [TopicPartition("text", 0)])
    assert stage.assigned == {("text", 1)}


def test_a_stage_tells_of_the_partitions_that_it_has() -> None:
    metrics.LAG.labels("sink", "text", 3).set(7)
    lag.tell("pool", {("text", 3): (5, 9), ("vectors", 0): (2, 2)})
    assert [told("pool", "text", 3), told("pool", "vectors", 0)] == [4, 0]
    lag.tell("pool", {("vectors", 0): (2, 3)})
    assert [told("pool", "text", 3), told("pool", "vectors", 0)] == [None, 1]
    assert told("sink", "text", 3) == 7


@pytest.mark.integration
def test_what_waits_is_told_while_the_first_task_is_in_hand(
    own_group: Settings, publish: Callable[[Any], None], stored: Stored
) -> None:
    in_hand, may_end = threading.Event(), threading.Event()

    def slow(_: Any, __: Any) -> None:
        in_hand.set()
        may_end.wait(60)

    # Of one transcript, so of one partition; the group begins with what else the topic has.
    first = stored()
    for _ in range(3):
        publish(stored(transcript_id=first.transcript_id))
    with running_stage(own_group, StageSpec("slow", (TranscriptStored,), slow)):
        try:
            assert in_hand.wait(30)
            assert eventually(lambda: behind("slow") >= 3)
        finally:
            may_end.set()
        assert eventually(lambda: behind("slow") == 0)


def behind(stage: str) -> float:
    """How many messages it has not committed; below zero where it does not say."""
    samples = [sample for metric in metrics.LAG.collect() for sample in metric.samples]
    own = [sample.value for sample in samples if sample.labels["stage"] == stage]
    return sum(own) if own else -1


def told(stage: str, topic: str, number: int) -> float | None:
    where = {"stage": stage, "topic": topic, "partition": str(number)}
    return REGISTRY.get_sample_value("st_consumer_lag", where)
