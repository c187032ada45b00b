"""A recording's tasks are spread evenly over the members of a group."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from confluent_kafka import Consumer, TopicPartition

from schemas import events as e
from streams.codec import Codec
from streams.events import meta
from streams.publisher import Publisher
from streams.settings import Settings
from streams.topics import BY_EVENT

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
TOPIC = BY_EVENT[e.DiarizeRequested].name


def task(transcript_id: UUID, index: int, total: int) -> e.DiarizeRequested:
    return e.DiarizeRequested(
        meta=meta(e.DiarizeRequested, transcript_id, part=index),
        transcript_id=transcript_id,
        user_id="tenant",
        pcm_uri="file:///nowhere",
        index=index,
        total=total,
        first_window=0,
        last_window=0,
        duration_s=1.0,
        result_uri="file:///nowhere",
    )


def ends(consumer: Consumer) -> dict[int, int]:
    """The next offset of each partition."""
    numbers = consumer.list_topics(TOPIC, timeout=10).topics[TOPIC].partitions
    places = [TopicPartition(TOPIC, number) for number in numbers]
    return {p.partition: consumer.get_watermark_offsets(p, timeout=10)[1] for p in places}


def test_twice_as_many_tasks_as_partitions_are_two_on_each(settings: Settings) -> None:
    consumer = Consumer({"bootstrap.servers": settings.kafka_bootstrap, "group.id": "none"})
    before = ends(consumer)
    outbox = Publisher(settings, Codec.of(settings)).outbox()
    transcript_id, total = uuid4(), 2 * len(before)
    for index in range(total):
        outbox.emit(task(transcript_id, index, total))
    outbox.wait()
    added = Counter(ends(consumer))
    added.subtract(before)
    consumer.close()
    assert set(added.values()) == {2}
