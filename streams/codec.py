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
from streams.keys import Keys, Owner
from streams.seal import binding, blanks, key_id, seal, unseal
from streams.settings import Settings
from streams.topics import BY_EVENT, BY_NAME, Topic

AVSC = Path(schemas.__file__ or "").parent / "avsc"
MAX_BYTES = 256 * 1024
"""Of an event in the wire format."""
# A dead letter carries a whole message besides its reason.
_LARGER = "dead.letters"
# What the registry says of an id that it has not, or that cannot be one.
_UNKNOWN = (400, 404, 422)
MOST_QUOTED = 200
# Seconds within which the registry answers: the client would wait for ever.
ANSWERED_S = 10

converter = Converter()
for _kind in (UUID, datetime):  # fastavro has turned these into Python's types already
    converter.register_unstructure_hook(_kind, lambda value: value)
    converter.register_structure_hook(_kind, lambda value, _: value)


@cache
def schema_of(topic: Topic) -> str:
    """The topic's schema as it is registered."""
    return json.dumps(json.loads((AVSC / f"{topic.name}.v1.avsc").read_text()))


@cache
def personal(topic: Topic) -> dict[str, Any]:
    """The topic's personal fields, with what stands there when they are sealed."""
    return blanks(json.loads(schema_of(topic)))


class Codec:
    """Encodes events for their topic and decodes what a topic carries.

    With `keys` what is personal is sealed, where the deployment has a master key, and what is
    sealed is opened: events are whole on either side. Schemas must have been registered, by
    `python -m streams topics --apply`.
    """

    def __init__(self, registry_url: str, keys: Keys | None = None) -> None:
        self._keys = keys
        self.registry = SchemaRegistryClient({"url": registry_url, "timeout": ANSWERED_S})
        self._serializers: dict[str, AvroSerializer] = {}
        self._deserializers: dict[str, AvroDeserializer] = {}

    @classmethod
    def of(cls, settings: Settings) -> "Codec":
        """The deployment's, with its keys."""
        return cls(settings.registry_url, Keys(settings))

    def ask(self) -> None:
        """Raises `TransientError` when the registry is away."""
        try:
            self.registry.get_subjects()
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            raise _away(error) from error

    def encode(self, event: Any) -> bytes:
        """The message of an event.

        Raises `TransientError` when registry or object store are away, or the registry does not
        know our schema, `PoisonError` for one over 256 KB, `ErasedError` for one of a transcript
        that was erased: it must not be published.
        """
        topic = BY_EVENT[type(event)]
        fields = converter.unstructure(event)
        message, owner = self._message(topic, fields), _owner(fields)
        if self._keys is None or not self._keys.sealing or owner is None:
            return message
        empty = personal(topic)
        if all(fields[name] == empty[name] for name in empty):
            return message
        sealed = seal(message, self._keys.current(owner), binding(topic.name, fields))
        return self._message(topic, {**fields, **empty, "sealed": sealed})

    def decode(self, topic_name: str, value: bytes) -> Any:
        """The event in a message.

        Raises `PoisonError` for bytes that are not an event of this topic and for an event that
        cannot be true (`streams.validate`), `TransientError` when registry or object store are
        away, `ErasedError` for a sealed event whose transcript was erased.
        """
        topic = BY_NAME[topic_name]
        fields = self._fields(topic, value)
        if fields.get("sealed") is not None:
            validate.check_owner(_event(topic, fields))
            fields = self._fields(topic, self._opened(topic, fields))
        event = _event(topic, fields)
        validate.check(event)
        return event

    def read(self, topic_name: str, value: bytes) -> Any:
        """The event as it stands in the message, whatever it says: what is sealed stays so."""
        topic = BY_NAME[topic_name]
        return _event(topic, self._fields(topic, value))

    def _opened(self, topic: Topic, fields: dict[str, Any]) -> bytes:
        sealed, owner = fields["sealed"], _owner(fields)
        if self._keys is None or owner is None:
            raise PoisonError("the message is sealed and does not say whose it is")
        key = self._keys.find(owner, key_id(sealed))
        return unseal(sealed, key, binding(topic.name, fields))

    def _message(self, topic: Topic, fields: dict[str, Any]) -> bytes:
        context = SerializationContext(topic.name, MessageField.VALUE)
        try:
            value = bytes(self._serializer(topic)(fields, context) or b"")
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            raise _unready(error) if _unknown(error) else _away(error) from error
        _check_size(topic.name, value)
        return value

    def _fields(self, topic: Topic, value: bytes) -> dict[str, Any]:
        _check_size(topic.name, value)
        context = SerializationContext(topic.name, MessageField.VALUE)
        try:
            return self._read(topic, value, context)
        except SchemaRegistryError as error:
            self._must_know(topic, error)
        try:
            return self._read(topic, value, context)
        except SchemaRegistryError as error:
            raise PoisonError(
                f"the registry does not know the schema of this message on {topic.name}: {error}"
            ) from error

    def _read(self, topic: Topic, value: bytes, context: SerializationContext) -> dict[str, Any]:
        """Raises `SchemaRegistryError` where the registry does not know the message's schema."""
        try:
            fields: dict[str, Any] = self._deserializer(topic)(value, context)
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as error:
            if _unknown(error):
                raise
            raise _away(error) from error
        except Exception as error:
            raise _unreadable(topic, error) from error
        return fields

    def _must_know(self, topic: Topic, error: Exception) -> None:
        """Raises `TransientError` for a registry that has not even the topic's own schema.

        One that has just started answers before it has read all that it knew.
        """
        try:
            if f"{topic.name}-value" not in self.registry.get_subjects():
                raise _unready(error)
        except (SchemaRegistryError, httpx2.HTTPError, OSError) as other:
            raise _away(other) from other

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


def _owner(fields: dict[str, Any]) -> Owner | None:
    """Whose the event is, where it says so."""
    user_id, transcript_id = fields.get("user_id"), fields.get("transcript_id")
    return Owner(user_id, transcript_id) if user_id is not None and transcript_id else None


def _event(topic: Topic, fields: dict[str, Any]) -> Any:
    try:
        return converter.structure(fields, topic.event)
    except Exception as error:
        raise _unreadable(topic, error) from error


def _unreadable(topic: Topic, error: Exception) -> PoisonError:
    return PoisonError(
        f"the message is not an event of {topic.name}: {_short(error)}. Publish it in the "
        f"Confluent wire format with the schema registered as {topic.name}-value"
    )


def _short(error: Exception) -> str:
    """Without the schemas that the library quotes whole."""
    text = str(error) or type(error).__name__
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"


def _unknown(error: Exception) -> bool:
    return isinstance(error, SchemaRegistryError) and error.http_status_code in _UNKNOWN


def _unready(error: Exception) -> TransientError:
    return TransientError(
        f"the schema registry does not know a schema of ours ({error}): it is still starting, or "
        "python -m streams topics --apply was not run"
    )


def _away(error: Exception) -> TransientError:
    return TransientError(f"the schema registry does not answer: {error}")
