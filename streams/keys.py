"""The keys of transcripts, in the object store, each wrapped by the master key.

    keys/OWNER/TRANSCRIPT/KEY   a wrapped key; OWNER is a digest of the tenant
    keys/master                 the mark of the master key, so that a process with another one ends
    erased/DIGEST               a mark: for that transcript no key may be made again

Every process has the object store, GPU workers too. Erasing a transcript destroys its keys.
"""

import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from cachetools import TTLCache

from streams.errors import ErasedError, PoisonError
from streams.master import master, strange, unwrap
from streams.objects import ObjectStore
from streams.seal import KEY_BYTES, Key
from streams.settings import Settings

log = logging.getLogger(__name__)
# How many keys a process remembers, and for how long: so long it may still read what was erased.
REMEMBERED, REMEMBERED_S = 10_000, 300.0
ROOT, MASTER = "keys", "keys/master"


@dataclass(frozen=True)
class Owner:
    """A tenant's transcript."""

    user_id: str
    transcript_id: UUID

    @property
    def keys(self) -> str:
        """Where its keys lie."""
        return f"{of_tenant(self.user_id)}/{self.transcript_id}"


def of_tenant(user_id: str) -> str:
    """Where all keys of a tenant lie, whatever it is called."""
    return f"{ROOT}/{sha256(user_id.encode()).hexdigest()[:32]}"


def erased_mark(keys: str) -> str:
    """Where it is noted that the transcript was erased whose keys lay there."""
    return f"erased/{sha256(keys.encode()).hexdigest()}"


def was_erased(objects: ObjectStore, keys: str) -> bool:
    """Whether the transcript was erased whose keys lay there.

    Raises as `ObjectStore`.
    """
    return objects.exists(f"{objects.root}/{erased_mark(keys)}")


class Keys:
    """Makes, finds and destroys keys.

    Every method raises `TransientError` when the object store does not answer, and `FatalError`
    when this process has not got the deployment's master key.
    """

    def __init__(self, settings: Settings) -> None:
        self._objects = ObjectStore(settings)
        given = {
            "ST_SEAL_KEY": settings.seal_key,
            "ST_SEAL_KEY_BEFORE": settings.seal_key_before,
        }
        self._masters = [master(key, name) for name, key in given.items() if key]
        self.sealing = bool(settings.seal_key)
        self._known: TTLCache[Any, Key | None] = TTLCache(REMEMBERED, REMEMBERED_S)
        self._lock = threading.RLock()

    def current(self, owner: Owner) -> Key:
        """The key to seal with, made where there is none.

        Raises `ErasedError` for a transcript that was erased.
        """
        with self._lock:
            key = self._known.get(owner) or self._first(owner) or self._new(owner)
            self._known.setdefault(owner, key)
            return key

    def find(self, owner: Owner, identity: UUID) -> Key:
        """The key of this id.

        Raises `ErasedError` when its transcript was erased, `PoisonError` when it was not and
        there is no such key.
        """
        asked = (owner, identity)
        with self._lock:
            try:
                key = self._known[asked]
            except KeyError:
                key = self._known[asked] = self._looked_for(owner, identity)
        if key is None:
            raise ErasedError(f"transcript {owner.transcript_id} was erased")
        return key

    def all(self, user_id: str) -> Iterator[tuple[UUID, Key]]:
        """Every key of a tenant with its transcript."""
        for transcript_id in self._ids(of_tenant(user_id)):
            keys = Owner(user_id, transcript_id).keys
            for identity in self._ids(keys):
                if (key := self._read(f"{keys}/{identity}")) is not None:
                    yield transcript_id, key

    def destroy(self, user_id: str, transcript_id: UUID | None) -> int:
        """Destroy the keys of a transcript, or of a tenant's every one; how many there were.

        None is made for them again. A tenant's transcripts are those that have left anything in
        the object store: call this before that is removed.
        """
        known = self._transcripts(user_id) if transcript_id is None else [transcript_id]
        owners = [Owner(user_id, identity) for identity in known]
        with self._lock:
            for owner in owners:
                self._objects.put_bytes(self._uri(erased_mark(owner.keys)), b"")
            self._known.clear()
            return sum(self._objects.remove(self._uri(owner.keys)) for owner in owners)

    def rewrap(self) -> Iterator[bool]:
        """Wrap every key by the present master key; for each, whether it was by another."""
        for tenant in self._names(ROOT):
            for transcript_id in self._ids(f"{ROOT}/{tenant}"):
                keys = f"{ROOT}/{tenant}/{transcript_id}"
                for identity in self._ids(keys):
                    yield self._rewrapped(keys, f"{keys}/{identity}")
        self._write(MASTER, self._masters[0].mark)

    def _rewrapped(self, keys: str, place: str) -> bool:
        wrapped, present = self._bytes(place), self._masters[0]
        if wrapped is None or present.wrapped(wrapped):
            return False
        try:
            secret = unwrap(wrapped, place, self._masters)
        except PoisonError as error:  # one that is damaged must not keep the others from it
            log.error("%s", error)
            return False
        self._write(place, present.wrap(secret, place))
        if self._erased(keys):  # meanwhile: what was destroyed must not be there again
            self._remove(place)
        return True

    def _first(self, owner: Owner) -> Key | None:
        """Any key that is there and whole; of several, all processes take the same."""
        for identity in self._ids(owner.keys):
            try:
                if (key := self._read(f"{owner.keys}/{identity}")) is not None:
                    return key
            except PoisonError:  # damaged: who opens with it is told; we seal with another
                continue
        return None

    def _new(self, owner: Owner) -> Key:
        """Two processes may each make one: what is sealed says with which."""
        self._agree()
        key = Key(uuid4(), os.urandom(KEY_BYTES))
        place = f"{owner.keys}/{key.identity}"
        if not self._erased(owner.keys):
            self._write(place, self._masters[0].wrap(key.secret, place))
        # And again, as an erasure notes it first and then removes the keys that it finds.
        if self._erased(owner.keys):
            self._remove(place)
            raise ErasedError(f"transcript {owner.transcript_id} was erased")
        return key

    def _agree(self) -> None:
        """The first process says which master key it is; no other one makes keys from then on."""
        there = self._bytes(MASTER)
        if there is None:
            self._write(MASTER, self._masters[0].mark)
        elif there not in [one.mark for one in self._masters]:
            raise strange(self._masters)

    def _read(self, place: str) -> Key | None:
        wrapped = self._bytes(place)
        if wrapped is None:
            return None
        return Key(UUID(place.rpartition("/")[2]), unwrap(wrapped, place, self._masters))

    def _looked_for(self, owner: Owner, identity: UUID) -> Key | None:
        """None where there is none because the transcript was erased."""
        key = self._read(f"{owner.keys}/{identity}")
        if key is None and not self._erased(owner.keys):
            raise PoisonError(
                f"transcript {owner.transcript_id} has no such key and was not erased: put keys/ "
                "back from the backup of the object store, then replay"
            )
        return key

    def _transcripts(self, user_id: str) -> list[UUID]:
        prefixes = [self._uri(of_tenant(user_id)), *self._objects.tenant(user_id).values()]
        names = {name for prefix in prefixes for name in self._objects.names(prefix)}
        return _uuids(names)

    def _uri(self, place: str) -> str:
        return f"{self._objects.root}/{place}"

    def _bytes(self, place: str) -> bytes | None:
        return self._objects.find_bytes(self._uri(place))

    def _write(self, place: str, data: bytes) -> None:
        self._objects.put_bytes(self._uri(place), data)

    def _remove(self, place: str) -> None:
        self._objects.remove(self._uri(place))

    def _erased(self, keys: str) -> bool:
        return was_erased(self._objects, keys)

    def _names(self, place: str) -> list[str]:
        return self._objects.names(self._uri(place))

    def _ids(self, place: str) -> list[UUID]:
        return _uuids(self._names(place))


def _uuids(names: Iterable[str]) -> list[UUID]:
    """Those that are ids; a key that is being written has another name until it is whole."""
    found = []
    for name in sorted(names):
        with suppress(ValueError):
            found.append(UUID(name))
    return found
