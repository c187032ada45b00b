"""Publishing events: encode, produce, and wait for the broker's word."""

import threading
from collections.abc import Callable

from cachetools import TTLCache
from confluent_kafka import KafkaError, KafkaException, Message, Producer

from schemas.events import Event
from streams import metrics, validate
from streams.codec import Codec
from streams.errors import ErasedError, TransientError
from streams.settings import Settings
from streams.topics import BY_EVENT, SPREAD, TOPICS, in_turn, key_of

# Another task's thread may have been told of our events in our place, so nobody looks for long.
POLL_S = 0.005
# For so long partitions that were added are not used.
KNOWN_S = 60.0


class Publisher:
    """A shared idempotent producer. One `Outbox` belongs to one task."""

    def __init__(self, settings: Settings, codec: Codec) -> None:
        self._codec = codec
        self._partitions: TTLCache[str, int] = TTLCache(len(TOPICS), KNOWN_S)
        self._lock = threading.Lock()
        self._producer = Producer(
            {
                "bootstrap.servers": settings.kafka_bootstrap,
                "enable.idempotence": True,
                "linger.ms": 2,
                "compression.type": "gzip",
                "delivery.timeout.ms": 60_000,
                "reconnect.backoff.ms": 500,
                "reconnect.backoff.max.ms": 2_000,
            }
        )

    def outbox(self) -> "Outbox":
        """For the events of one task."""
        return Outbox(self._producer, self._codec, self._partition_of)

    def publish(self, event: Event) -> None:
        """Publish one event and wait until the broker has it.

        Raises `PoisonError` for one that its readers would refuse.
        """
        validate.check(event)
        outbox = self.outbox()
        outbox.emit(event)
        outbox.wait()

    def _partition_of(self, event: Event) -> int:
        """-1 where the key decides. Raises `TransientError` when the broker is away."""
        if not isinstance(event, SPREAD):
            return -1
        topic = BY_EVENT[type(event)].name
        with self._lock:
            count = self._partitions.get(topic) or self._counted(topic)
            self._partitions[topic] = count
        return in_turn(event, count)

    def _counted(self, topic: str) -> int:
        try:
            known = self._producer.list_topics(topic, timeout=10).topics[topic]
        except KafkaException as error:
            raise TransientError(f"the broker does not answer: {error}") from error
        if not known.partitions:
            raise TransientError(
                f"the broker has no topic {topic} yet: run python -m streams topics --apply"
            )
        return len(known.partitions)


class Outbox:
    """Events are sent as they are emitted; `wait` returns when the broker has them all."""

    def __init__(
        self, producer: Producer, codec: Codec, partition_of: Callable[[Event], int]
    ) -> None:
        self._producer = producer
        self._codec = codec
        self._partition_of = partition_of
        self._open = 0
        self._errors: list[KafkaError] = []
        self._lock = threading.Lock()

    def emit(self, event: Event) -> None:
        """Send an event; not one of a transcript that was erased.

        Raises `PoisonError` for one over 256 KB, `TransientError` when the broker is away.
        """
        topic = BY_EVENT[type(event)].name
        try:
            value = self._codec.encode(event)
        except ErasedError:
            metrics.ERASED.labels(topic, "not published").inc()
            return
        partition = self._partition_of(event)
        with self._lock:
            self._open += 1
        while True:
            try:
                self._producer.produce(
                    topic, value, key_of(event), partition, on_delivery=self._delivered
                )
                break
            except BufferError:  # the queue is full: let it drain
                self._producer.poll(0.1)
        self._producer.poll(0)

    def _delivered(self, error: KafkaError | None, _: Message) -> None:
        with self._lock:
            self._open -= 1
            if error is not None:
                self._errors.append(error)

    def wait(self) -> None:
        """Raises `TransientError` when the broker did not take an event."""
        while self._open:
            try:
                self._producer.poll(POLL_S)
            except KafkaException as error:
                raise TransientError(f"the broker does not answer: {error}") from error
        if self._errors:
            raise TransientError(f"the broker did not take an event: {self._errors[0]}")
