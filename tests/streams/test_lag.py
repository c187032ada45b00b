"""Whoever has a partition tells how far it is behind, and nobody else."""

import threading
from unittest.mock import MagicMock

import pytest
from confluent_kafka import TopicPartition
from prometheus_client import REGISTRY

from streams import loop, metrics
from streams.health import Health
from streams.loop import StageLoop
from streams.settings import Settings
from streams.stage import StageSpec


@pytest.mark.parametrize("how", ["on_revoke", "on_lost"])
def test_a_partition_that_went_to_another_is_not_told_of_any_more(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    consumer = MagicMock()
    monkeypatch.setattr(loop, "Consumer", lambda _: consumer)
    runner = MagicMock()
    runner.spec = StageSpec("lagging", (), MagicMock())
    own = Settings(_env_file=None)  # type: ignore[call-arg]
    StageLoop(runner, own, Health([]), threading.Semaphore(), threading.Event())
    for number in (0, 1):
        metrics.LAG.labels("lagging", "text", number).set(5)
    consumer.subscribe.call_args.kwargs[how](consumer, [TopicPartition("text", 0)])
    assert [lag(0), lag(1)] == [None, 5]


def lag(number: int) -> float | None:
    where = {"stage": "lagging", "topic": "text", "partition": str(number)}
    return REGISTRY.get_sample_value("st_consumer_lag", where)
