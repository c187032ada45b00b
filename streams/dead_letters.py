"""The dead letters: reading them, putting a message back on its topic, letting one go.

The topic is compacted and keyed by the letter's id, so a letter that was replayed or discarded is
followed by a tombstone and in time disappears.
"""

import logging
from uuid import UUID, uuid4

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from schemas.events import DeadLetter
from streams.broker import away
from streams.codec import Codec
from streams.errors import FatalError, PoisonError, TransientError
from streams.settings import Settings
from streams.topics import BY_EVENT

log = logging.getLogger(__name__)
TOPIC = BY_EVENT[DeadLetter].name
ANSWER_S = 15.0


def read(settings: Settings) -> dict[UUID, DeadLetter]:
    """Every letter that is open now, by its id, the oldest first.

    Raises `TransientError` when the broker is away, `FatalError` when it has no such topic.
    """
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap,
            "group.id": f"dead-letters-{uuid4()}",
            "enable.auto.commit": False,
            "enable.partition.eof": False,
            "log_level": 0,  # what is wrong is told in words
        }
    )
    try:
        latest: dict[bytes | None, bytes] = {}
        for key, value in _messages(consumer):
            if value is None:
                latest.pop(key, None)
            else:
                latest[key] = value
    except KafkaException as error:
        raise away(settings, error) from error
    finally:
        consumer.close()
    codec = Codec(settings.registry_url)
    found: dict[UUID, DeadLetter] = {}
    for value in latest.values():
        try:
            letter = codec.decode(TOPIC, value)
            found[letter.meta.event_id] = letter
        except PoisonError as error:  # one bad message must not hide the letters
            log.warning("passed over: %s", error)
    return dict(sorted(found.items(), key=lambda item: item[1].meta.occurred_at))


def _messages(consumer: Consumer) -> list[tuple[bytes | None, bytes | None]]:
    """Key and value of all there is, each partition in order."""
    topic = consumer.list_topics(TOPIC, timeout=ANSWER_S).topics[TOPIC]
    if topic.error is not None:
        raise FatalError(f"the broker has no topic {TOPIC}: run python -m streams topics --apply")
    partitions = topic.partitions
    places = [TopicPartition(TOPIC, number, 0) for number in partitions]
    ends = {}
    for place in places:
        low, high = consumer.get_watermark_offsets(place, timeout=ANSWER_S)
        place.offset = low
        if high > low:
            ends[place.partition] = high
    consumer.assign(places)
    messages: list[tuple[bytes | None, bytes | None]] = []
    while ends:
        message = consumer.poll(ANSWER_S)
        if message is None:
            raise TransientError("the broker stopped answering while the dead letters were read")
        if message.error():
            continue
        messages.append((message.key(), message.value()))
        # Offsets that compaction removed are passed over, so the position tells, not the message.
        [at] = consumer.position([TopicPartition(TOPIC, message.partition())])
        if at.offset >= ends.get(at.partition, 0):
            ends.pop(at.partition, None)
    return messages


def replay(letter: DeadLetter, settings: Settings) -> None:
    """Put the message back on its topic as it came, then close the letter.

    Raises `PoisonError` for a letter that holds no message.
    """
    if letter.value is None and letter.offset < 0:
        raise PoisonError(
            "this letter holds no message (it tells of a document): mend the document and submit "
            "the recording again"
        )
    if letter.value is None:
        raise PoisonError(
            "this letter holds no message, as it was too large: publish it again in the right size"
        )
    _publish(settings, letter.topic, letter.key, letter.value)
    discard(letter, settings)


def discard(letter: DeadLetter, settings: Settings) -> None:
    """Close the letter without another try."""
    _publish(settings, TOPIC, str(letter.meta.event_id).encode(), None)


def _publish(settings: Settings, topic: str, key: bytes | None, value: bytes | None) -> None:
    failed: list[str] = []
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap, "enable.idempotence": True})
    producer.produce(
        topic, value, key, on_delivery=lambda error, _: failed.append(str(error)) if error else None
    )
    if producer.flush(ANSWER_S) or failed:
        raise TransientError(f"the broker did not take the message: {failed or 'no answer'}")
