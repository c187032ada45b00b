"""Hearing what a stack publishes from now on."""

import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from confluent_kafka import Consumer, TopicPartition

from streams.codec import Codec
from streams.errors import PoisonError
from streams.settings import Settings
from streams.topics import BY_EVENT

ANSWER_S = 15.0


class Listener:
    """Events of some classes, published after it was made; what is no event is passed over."""

    def __init__(self, settings: Settings, *classes: type[Any]) -> None:
        self._codec = Codec.of(settings)
        self._consumer = Consumer(
            {
                "bootstrap.servers": settings.kafka_bootstrap,
                "group.id": f"listener-{uuid4()}",
                "enable.auto.commit": False,
            }
        )
        places = []
        for topic in (BY_EVENT[one].name for one in classes):
            known = self._consumer.list_topics(topic, timeout=ANSWER_S).topics[topic]
            for number in known.partitions:
                place = TopicPartition(topic, number)
                _, place.offset = self._consumer.get_watermark_offsets(place, timeout=ANSWER_S)
                places.append(place)
        self._consumer.assign(places)

    def until(self, enough: Callable[[list[Any]], bool], timeout_s: float) -> list[Any]:
        """All events heard until they are enough. Raises `TimeoutError`."""
        heard: list[Any] = []
        end = time.monotonic() + timeout_s
        while not enough(heard):
            if time.monotonic() > end:
                raise TimeoutError(f"{len(heard)} events in {timeout_s:.0f} s were not enough")
            message = self._consumer.poll(0.1)
            if message is not None and not message.error():
                with suppress(PoisonError):
                    heard.append(self._codec.decode(message.topic() or "", message.value() or b""))
        return heard

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._consumer.close()
