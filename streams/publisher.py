"""Publishing events: encode, produce, and wait for the broker's word."""

import threading

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from schemas.events import Event
from streams import metrics, validate
from streams.codec import Codec
from streams.errors import ErasedError, TransientError
from streams.settings import Settings
from streams.topics import BY_EVENT, key_of

# Another task's thread may have been told of our events in our place, so nobody looks for long.
POLL_S = 0.005


class Publisher:
    """A shared idempotent producer. One `Outbox` belongs to one task."""

    def __init__(self, settings: Settings, codec: Codec) -> None:
        self._codec = codec
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
        return Outbox(self._producer, self._codec)

    def publish(self, event: Event) -> None:
        """Publish one event and wait until the broker has it.

        Raises `PoisonError` for one that its readers would refuse.
        """
        validate.check(event)
        outbox = self.outbox()
        outbox.emit(event)
        outbox.wait()


class Outbox:
    """Events are sent as they are emitted; `wait` returns when the broker has them all."""

    def __init__(self, producer: Producer, codec: Codec) -> None:
        self._producer = producer
        self._codec = codec
        self._open = 0
        self._errors: list[KafkaError] = []
        self._lock = threading.Lock()

    def emit(self, event: Event) -> None:
        """Send an event; not one of a transcript that was erased.

        Raises `PoisonError` for one over 256 KB.
        """
        topic = BY_EVENT[type(event)].name
        try:
            value = self._codec.encode(event)
        except ErasedError:
            metrics.ERASED.labels(topic, "not published").inc()
            return
        with self._lock:
            self._open += 1
        while True:
            try:
                self._producer.produce(topic, value, key_of(event), on_delivery=self._delivered)
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
