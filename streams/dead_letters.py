"""The dead letters: reading them, putting a message back on its topic, letting one go.

The topic is compacted and keyed by the letter's id, so a letter that was replayed or discarded is
followed by a tombstone and in time disappears. One that nobody looks after goes after 90 days.
"""

import logging
from uuid import UUID

from confluent_kafka import Producer

from schemas.events import DeadLetter
from streams import history
from streams.codec import Codec
from streams.errors import ErasedError, PoisonError, TransientError
from streams.settings import Settings
from streams.topics import BY_EVENT

log = logging.getLogger(__name__)
TOPIC = BY_EVENT[DeadLetter].name


def read(settings: Settings) -> dict[UUID, DeadLetter]:
    """Every letter that is open now, by its id, the oldest first.

    Raises `TransientError` when the broker is away, `FatalError` when it has no such topic.
    """
    latest: dict[bytes | None, bytes] = {}
    with history.reader(settings) as consumer:
        for message in history.messages(consumer, TOPIC, history.span(consumer, TOPIC)):
            if message.value() is None:
                latest.pop(message.key(), None)
            else:
                latest[message.key()] = message.value()
    codec = Codec.of(settings)
    found: dict[UUID, DeadLetter] = {}
    for value in latest.values():
        try:
            letter = codec.decode(TOPIC, value)
            found[letter.meta.event_id] = letter
        except (PoisonError, ErasedError) as error:  # one bad message must not hide the letters
            log.warning("passed over: %s", error)
    return dict(sorted(found.items(), key=lambda item: item[1].meta.occurred_at))


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
    if producer.flush(history.ANSWER_S) or failed:
        raise TransientError(f"the broker did not take the message: {failed or 'no answer'}")
