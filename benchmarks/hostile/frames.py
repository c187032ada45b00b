"""Bytes on a topic that are no event of it: random ones, and good ones spoilt."""

import io
import json
import random
import struct
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import fastavro

from streams.codec import MAX_BYTES, schema_of
from streams.topics import BY_NAME

HEAD = 5
LARGER = "dead.letters"
"""Its events carry whole messages."""
# A length of some 10^14, as Avro writes it.
ENDLESS = b"\xfe\xff\xff\xff\xff\xff\x3f"
NOBODYS_ID = 900_000_000


def framed(schema_id: int, payload: bytes) -> bytes:
    """Avro in the Confluent wire format."""
    return struct.pack(">bI", 0, schema_id) + payload


def payload(topic: str, fields: Any) -> bytes:
    """The fields in Avro, by the topic's schema."""
    buffer = io.BytesIO()
    fastavro.schemaless_writer(buffer, _schema(topic), fields)
    return buffer.getvalue()


@cache
def _schema(topic: str) -> Any:
    return fastavro.parse_schema(json.loads(schema_of(BY_NAME[topic])))


def spoilt(
    chance: random.Random, topic: str, good: Mapping[str, bytes], ids: Mapping[str, int]
) -> Iterator[tuple[str, bytes]]:
    """What cannot be read as an event of the topic, each with what is wrong with it.

    `good` has a frame that can, of every topic, and `ids` the topics' schemas.
    """
    own = good[topic]
    other = chance.choice([name for name in good if name != topic])
    yield "random bytes", chance.randbytes(chance.randrange(6, 400))
    yield "nothing at all", b""
    yield "cut short", own[: chance.randrange(1, len(own))]
    yield "another magic byte", bytes([chance.randrange(2, 256)]) + own[1:]
    yield "a schema named by a GUID that nobody has", b"\x01" + chance.randbytes(16) + own[HEAD:]
    yield "a schema id that nobody has", framed(NOBODYS_ID + chance.randrange(1000), own[HEAD:])
    yield "a schema id beyond all", framed(2**32 - 1, own[HEAD:])
    yield f"the schema of {other}", framed(ids[other], own[HEAD:])
    yield f"an event of {other}", good[other]
    yield "bits turned over", _turned(chance, topic, own)
    yield (
        "a text that claims to be endless",
        own[:HEAD] + ENDLESS + own[HEAD:],
    )
    if topic != LARGER:
        yield "larger than an event may be", own + bytes(MAX_BYTES)


def _turned(chance: random.Random, topic: str, frame: bytes) -> bytes:
    """With single bits of its payload changed, so that it can no longer be read."""
    while True:
        payload = bytearray(frame[HEAD:])
        for _ in range(chance.randrange(1, 8)):
            payload[chance.randrange(len(payload))] ^= 1 << chance.randrange(8)
        if not _readable(topic, bytes(payload)):
            return frame[:HEAD] + bytes(payload)


def _readable(topic: str, payload: bytes) -> bool:
    try:
        fastavro.schemaless_reader(io.BytesIO(payload), _schema(topic))
    except Exception:  # noqa: BLE001 whatever the library finds wrong with it
        return False
    return True
