"""The master key (`ST_SEAL_KEY`): under it the keys of transcripts are kept. Pure."""

import base64
import binascii
import os
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from streams.errors import FatalError, PoisonError
from streams.seal import KEY_BYTES, NONCE_BYTES

MARK_BYTES = 8
HOW = "make one with `openssl rand -base64 32` and give the same to every process"


@dataclass(frozen=True, repr=False)
class Master:
    """A master key, and the mark by which what it wrapped is told from what another did."""

    secret: bytes
    mark: bytes

    def wrap(self, secret: bytes, place: str) -> bytes:
        """A data key as it is kept at that place: mark, nonce, AES-256-GCM."""
        nonce = os.urandom(NONCE_BYTES)
        return self.mark + nonce + AESGCM(self.secret).encrypt(nonce, secret, place.encode())

    def wrapped(self, wrapped: bytes) -> bool:
        """Whether it was this one that wrapped a key."""
        return wrapped.startswith(self.mark)


def master(value: SecretStr, name: str) -> Master:
    """The key in a setting of that name. Raises `FatalError` unless it is 32 bytes in base64."""
    try:
        secret = base64.b64decode(value.get_secret_value(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise FatalError(f"{name} is not {KEY_BYTES} bytes in base64: {HOW}")
    return Master(secret, sha256(b"smart-transcription/master|" + secret).digest()[:MARK_BYTES])


def unwrap(wrapped: bytes, place: str, masters: list[Master]) -> bytes:
    """The data key kept at a place.

    Raises `FatalError` when none of the master keys wrapped it, `PoisonError` when it was changed.
    """
    mark, nonce = wrapped[:MARK_BYTES], wrapped[MARK_BYTES : MARK_BYTES + NONCE_BYTES]
    for one in masters:
        if one.mark == mark:
            try:
                rest = wrapped[MARK_BYTES + NONCE_BYTES :]
                return AESGCM(one.secret).decrypt(nonce, rest, place.encode())
            except (InvalidTag, ValueError) as error:
                raise PoisonError(
                    f"the key at {place} was changed: put it back from the backup of the object "
                    "store, then replay"
                ) from error
    raise strange(masters)


def strange(masters: list[Master]) -> FatalError:
    """The error of a process that has not got the master key."""
    return FatalError(
        "ST_SEAL_KEY is not the master key under which this deployment's keys are kept: give "
        "every process that one (after a change, the earlier one as ST_SEAL_KEY_BEFORE until "
        "`python -m streams rewrap` has ended)"
        if masters
        else "the log is sealed: give this process the deployment's ST_SEAL_KEY"
    )
