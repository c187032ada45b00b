"""What the log holds of a tenant, and how much of it can be read: the proof of an erasure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from streams import history
from streams.codec import Codec, converter, personal
from streams.errors import ErasedError, PoisonError
from streams.settings import Settings
from streams.topics import BY_NAME, TOPICS

PERSONAL = [topic.name for topic in TOPICS if personal(topic)]


@dataclass
class Count:
    """Events of a tenant on a topic that have, or had, anything personal in them."""

    topic: str
    clear: int = 0
    opens: int = 0
    closed: int = 0
    nobodys: int = 0

    @property
    def readable(self) -> int:
        """How many can be read: those that were never sealed too."""
        return self.clear + self.opens


def scan(
    settings: Settings,
    topic: str,
    user_id: str,
    transcript_id: UUID | None,
    told: Callable[[int, int], None],
) -> Count:
    """Read a topic from its beginning to its present end and count.

    `told` is called with how many messages were read, and how many offsets there are. A message
    that does not say whose it is counts as `nobodys`. Raises `FatalError` without the master key.
    """
    codec = Codec.of(settings)
    count = Count(topic)
    with history.reader(settings) as consumer:
        span = history.span(consumer, topic)
        offsets = sum(high - low for low, high in span.values())
        for number, message in enumerate(history.messages(consumer, topic, span), 1):
            if message.value() is not None:
                _add(count, codec, message.value(), user_id, transcript_id)
            told(number, offsets)
    return count


def _add(
    count: Count, codec: Codec, value: bytes, user_id: str, transcript_id: UUID | None
) -> None:
    try:
        event = codec.read(count.topic, value)
    except PoisonError:
        count.nobodys += 1
        return
    if event.user_id is None:
        count.nobodys += 1
    elif event.user_id == user_id and transcript_id in (None, event.transcript_id):
        if event.sealed is None:
            count.clear += _says_anything(count.topic, event)
        elif _opens(codec, count.topic, value):
            count.opens += 1
        else:
            count.closed += 1


def _says_anything(topic: str, event: Any) -> bool:
    fields, empty = converter.unstructure(event), personal(BY_NAME[topic])
    return any(fields[name] != empty[name] for name in empty)


def _opens(codec: Codec, topic: str, value: bytes) -> bool:
    try:
        codec.decode(topic, value)
    except (ErasedError, PoisonError):
        return False
    return True
