"""What a topic holds: its messages from the first to the last that there is now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from streams.broker import away
from streams.errors import FatalError, TransientError
from streams.settings import Settings

ANSWER_S = 15.0
Span = Mapping[int, tuple[int, int]]
"""Of each partition that holds anything: its first offset and the one after its last."""


@contextmanager
def reader(settings: Settings) -> Iterator[Consumer]:
    """A consumer that joins no group. Raises `TransientError` when the broker is away."""
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap,
            "group.id": f"history-{uuid4()}",
            "enable.auto.commit": False,
            "enable.partition.eof": False,
            "log_level": 0,  # what is wrong is told in words
        }
    )
    try:
        yield consumer
    except KafkaException as error:
        raise away(settings, error) from error
    finally:
        consumer.close()


def span(consumer: Consumer, topic: str) -> Span:
    """Where the topic begins and ends now. Raises `FatalError` when there is no such topic."""
    found = consumer.list_topics(topic, timeout=ANSWER_S).topics[topic]
    if found.error is not None:
        raise FatalError(f"the broker has no topic {topic}: run python -m streams topics --apply")
    ends = {
        number: consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=ANSWER_S)
        for number in found.partitions
    }
    return {number: (low, high) for number, (low, high) in ends.items() if high > low}


def messages(consumer: Consumer, topic: str, within: Span) -> Iterator[Message]:
    """All there is, each partition in order; tombstones too.

    Raises `TransientError` when the broker stops answering.
    """
    consumer.assign([TopicPartition(topic, number, low) for number, (low, _) in within.items()])
    ends = {number: high for number, (_, high) in within.items()}
    while ends:
        message = consumer.poll(ANSWER_S)
        if message is None:
            raise TransientError(f"the broker stopped answering while {topic} was read")
        if message.error():
            continue
        if message.offset() < within[message.partition()][1]:
            yield message
        # Offsets that compaction removed are passed over, so the position tells, not the message.
        [at] = consumer.position([TopicPartition(topic, message.partition())])
        if at.offset >= ends.get(at.partition, 0):
            ends.pop(at.partition, None)
