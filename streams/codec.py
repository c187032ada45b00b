"""Events to and from Avro in the Confluent wire format, through the schema registry."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from cattrs import Converter
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient, SchemaRegistryError
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

import schemas
from streams import validate
from streams.errors import PoisonError, TransientError
from streams.topics import BY_EVENT, BY_NAME, Topic

AVSC = Path(schemas.__file__ or "").parent / "avsc"
MAX_BYTES = 256 * 1024
"""Of an event in the wire format."""
# A dead letter carries a whole message besides its reason.
_LARGER = "dead.letters"
# What the registry says of an id that it has not, or that cannot be one.
_UNKNOWN = (400, 404, 422)

converter = Converter()
for _kind in (UUID, datetime):  # fastavro has turned these into Python's types already
    converter.register_unstructure_hook(_kind, lambda value: value)
    converter.register_structure_hook(_kind, lambda value, _: value)


@cache
def schema_of(topic: Topic) -> str:
    """The topic's schema as it is registered."""
    return json.dumps(json.loads((AVSC / f"{topic.name}.v1.avsc").read_text()))


class Codec:
    """Encodes events for their topic and decodes what a topic carries.

    `auto_register` is for programs outside the deployment, such as tests; otherwise a schema
    must have been registered by `python -m streams topics --apply`.
    """

    def __init__(self, registry_url: str) -> None:
        self.registry = SchemaRegistryClient({"url": registry_url})
        self._serializers: dict[str, AvroSerializer] = {}
        self._deserializers: dict[str, AvroDeserializer] = {}

    def ask(self) -> None:
        """Raises `TransientError` when the registry is away."""
        try:
            self.registry.get_subjects()
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            raise TransientError(f"the schema registry does not answer: {error}") from error

    def encode(self, event: Any) -> bytes:
        """Raises `TransientError` when the registry is away, `PoisonError` for one over 256 KB."""
        topic = BY_EVENT[type(event)]
        context = SerializationContext(topic.name, MessageField.VALUE)
        try:
            payload = self._serializer(topic)(converter.unstructure(event), context)
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            raise _from_registry(error, topic) from error
        value = bytes(payload or b"")
        _check_size(topic.name, value)
        return value

    def decode(self, topic_name: str, value: bytes) -> Any:
        """The event in a message.

        Raises `PoisonError` for bytes that are not an event of this topic and for an event that
        cannot be true (`streams.validate`), `TransientError` when the registry is away.
        """
        event = self.read(topic_name, value)
        validate.check(event)
        return event

    def read(self, topic_name: str, value: bytes) -> Any:
        """As `decode`, whatever the event says."""
        _check_size(topic_name, value)
        topic = BY_NAME[topic_name]
        context = SerializationContext(topic.name, MessageField.VALUE)
        try:
            fields = self._deserializer(topic)(value, context)
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            raise _from_registry(error, topic) from error
        except Exception as error:
            raise _unreadable(topic, error) from error
        try:
            return converter.structure(fields, topic.event)
        except Exception as error:
            raise _unreadable(topic, error) from error

    def _serializer(self, topic: Topic) -> AvroSerializer:
        if topic.name not in self._serializers:
            conf = {"auto.register.schemas": False}
            self._serializers[topic.name] = AvroSerializer(
                self.registry, schema_of(topic), conf=conf
            )
        return self._serializers[topic.name]

    def _deserializer(self, topic: Topic) -> AvroDeserializer:
        if topic.name not in self._deserializers:
            self._deserializers[topic.name] = AvroDeserializer(self.registry, schema_of(topic))
        return self._deserializers[topic.name]

    def register(self, topic: Topic) -> int:
        """Register the topic's schema; the id that the registry gave it."""
        schema = Schema(schema_of(topic), schema_type="AVRO")
        return int(self.registry.register_schema(f"{topic.name}-value", schema))


def _check_size(topic: str, value: bytes) -> None:
    if len(value) > MAX_BYTES and topic != _LARGER:
        raise PoisonError(
            f"an event for {topic} has {len(value)} bytes; {MAX_BYTES} may be. Put what is large "
            "into the object store and send its URI"
        )


def _unreadable(topic: Topic, error: Exception) -> PoisonError:
    return PoisonError(
        f"the message is not an event of {topic.name}: {error}. Publish it in the Confluent wire "
        f"format with the schema registered as {topic.name}-value"
    )


def _from_registry(error: Exception, topic: Topic) -> PoisonError | TransientError:
    if isinstance(error, SchemaRegistryError) and error.http_status_code in _UNKNOWN:
        return PoisonError(
            f"the registry does not know the schema of this message on {topic.name}: {error}"
        )
    return TransientError(f"the schema registry does not answer: {error}")
