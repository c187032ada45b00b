"""Sealing: what stands in the log for an event with personal fields. Pure.

A sealed value is the id of its key (16 bytes), a nonce (12 bytes) and, encrypted with AES-256-GCM,
the whole message as it would otherwise have been published, deflated. Which event it belongs to is
authenticated with it, so that it can be taken for no other.
"""

import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from streams.errors import PoisonError

KEY_BYTES, ID_BYTES, NONCE_BYTES, TAG_BYTES = 32, 16, 12, 16
_EMPTY: Mapping[str, Any] = {"string": "", "bytes": b"", "array": [], "double": 0.0, "int": 0}


@dataclass(frozen=True)
class Key:
    """A data key: of one transcript, 32 random bytes."""

    identity: UUID
    secret: bytes


def blanks(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a sealed event of this schema has in place of its personal fields, by name."""
    return {f["name"]: _blank(f["type"]) for f in schema["fields"] if f.get("personal")}


def _blank(kind: Any) -> Any:
    """Null where there may be none, else the emptiest value of an Avro type."""
    if isinstance(kind, list):
        return None
    if isinstance(kind, str):
        return _EMPTY[kind]
    match kind["type"]:
        case "record":
            return {field["name"]: _blank(field["type"]) for field in kind["fields"]}
        case "enum":
            return kind["default"]
    return _EMPTY[kind["type"]]


def binding(topic: str, fields: Mapping[str, Any]) -> bytes:
    """What names the event that a sealed value belongs to."""
    return f"{topic}|{fields['transcript_id']}|{fields['meta']['event_id']}".encode()


def seal(message: bytes, key: Key, belongs_to: bytes) -> bytes:
    """The sealed value of a message.

    Nonces are random: safe for 2^32 messages a key (NIST SP 800-38D, 8.3). What is encrypted
    cannot be compressed in the log any more, so it is deflated first.
    """
    nonce = os.urandom(NONCE_BYTES)
    encrypted = AESGCM(key.secret).encrypt(nonce, zlib.compress(message, 1), belongs_to)
    return key.identity.bytes + nonce + encrypted


def key_id(sealed: bytes) -> UUID:
    """Of the key that opens it. Raises `PoisonError` for what cannot be a sealed value."""
    if len(sealed) < ID_BYTES + NONCE_BYTES + TAG_BYTES:
        raise PoisonError(
            f"{len(sealed)} bytes are no sealed value; leave the field `sealed` null to publish "
            "an event as it is"
        )
    return UUID(bytes=sealed[:ID_BYTES])


def unseal(sealed: bytes, key: Key, belongs_to: bytes) -> bytes:
    """The message in a sealed value. Raises `PoisonError` when it, or its event, was changed."""
    nonce = sealed[ID_BYTES : ID_BYTES + NONCE_BYTES]
    try:
        plain = AESGCM(key.secret).decrypt(nonce, sealed[ID_BYTES + NONCE_BYTES :], belongs_to)
        return zlib.decompress(plain)
    except (InvalidTag, zlib.error) as error:
        raise PoisonError(
            "the sealed value was changed, or belongs to another event: publish the event again"
        ) from error
