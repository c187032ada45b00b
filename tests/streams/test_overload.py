"""A stage that is slower than what comes in leaves it in the broker, not in its memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

import psutil
import pytest
from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient

from benchmarks.hostile.corpus import example
from infra.local.stack import Stack
from streams.codec import Codec
from streams.publisher import Publisher
from streams.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
# Of random text, which no compression makes small: 80 MB in all.
EVENTS, BYTES = 400, 200_000
MOST_GROWTH = 40_000_000
TOPIC = "erasure.done"


@pytest.fixture(scope="module")
def tenant(settings: Settings) -> str:
    """Whose events wait to be read."""
    tenant = f"flood-{uuid4().hex[:8]}"
    outbox = Publisher(settings, Codec(settings.registry_url)).outbox()
    for _ in range(EVENTS):
        big = {os.urandom(BYTES // 2).hex(): 1}
        outbox.emit(replace(example(TOPIC), user_id=tenant, erasure_id=uuid4(), removed=big))
    outbox.wait()
    return tenant


@contextmanager
def worker(stack: Stack, how: str, tenant: str, group: str) -> Iterator[psutil.Process]:
    command = [sys.executable, "-m", "tests.streams.hostile_worker", how, tenant, group]
    process = subprocess.Popen(command, env={**os.environ, **stack.env})
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def handled(settings: Settings, group: str) -> int:
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    asked = ConsumerGroupTopicPartitions(group)
    [future] = admin.list_consumer_group_offsets([asked]).values()
    known = future.result(timeout=10).topic_partitions
    return sum(max(place.offset, 0) for place in known if place.topic == TOPIC)


@pytest.mark.parametrize("how", ["slow", "slow-faust"])
def test_a_slow_stage_does_not_take_in_what_it_cannot_handle(
    stack: Stack, settings: Settings, tenant: str, how: str
) -> None:
    prefix = f"test-{uuid4().hex[:8]}."
    group = f"{prefix}{'agents' if how.endswith('faust') else 'deadly'}"
    with worker(stack, how, tenant, prefix) as process:
        while handled(settings, group) < 3:
            time.sleep(0.2)
        early = process.memory_info().rss
        while handled(settings, group) < 25:
            time.sleep(0.2)
        assert process.memory_info().rss - early < MOST_GROWTH
