"""A lease on a task, so that two workers do not compute it at the same time for long.

Kafka hands a task on while a worker still computes it: when another joins the group, or when this
one was out of the broker's sight for longer than its session. Whoever has the lease writes it anew
every few seconds. Another who is given the task waits until the lease is gone, and then finds the
result, or until it stood still for `ST_LEASE_S`, as its holder was killed, and then takes it over.

No clocks are compared: who waits looks, by his own clock, for how long the lease stays the same.
Whoever comes back under a member's stable name takes over at once, as the broker lets in only one
of a name: the earlier one has ended, or was fenced off and commits nothing any more.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from gpu_consumers.layout import Work
from streams.concurrently import concurrently
from streams.errors import TakenError, TransientError
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import BatchHandler, Emit, Handler

log = logging.getLogger(__name__)
BEATS = 5  # within the time after which a lease is stale


@dataclass(frozen=True)
class Holder:
    """A worker: the stable name of its group member, if it has one, and its process."""

    member: str | None
    process: str

    def has(self, lease: bytes | None) -> bool:
        """Whether it holds the lease."""
        return _told(lease).get("process") == self.process

    def may_take(self, lease: bytes | None) -> bool:
        """Whether nobody holds the lease, or somebody who is gone since we have his name."""
        named = self.member is not None and _told(lease).get("member") == self.member
        return lease is None or named or self.has(lease)


def _told(lease: bytes | None) -> dict[str, Any]:
    """What a lease says; nothing where it is damaged, so that its age decides."""
    try:
        told = json.loads(lease or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


class Leases:
    """The leases of one process."""

    def __init__(
        self,
        objects: ObjectStore,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._objects = objects
        self._stale_s = settings.lease_s
        self._clock = clock
        self._me = Holder(settings.member_id, uuid4().hex)
        self._seen: dict[str, tuple[bytes, float]] = {}

    def around(self, handler: Handler) -> Handler:
        """The handler, called only while we hold the lease on the event's task."""

        def handle(event: Any, emit: Emit) -> None:
            with self.held(self._of(event)):
                handler(event, emit)

        return handle

    def around_batch(self, handler: BatchHandler) -> BatchHandler:
        """The handler, called only while we hold the leases on all events' tasks."""

        def handle(events: Sequence[Any], emit: Emit) -> None:
            with self.held(*map(self._of, events)):
                handler(events, emit)

        return handle

    def _of(self, event: Any) -> str:
        work = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        return Work(work).lease(event.meta.event_id)

    @contextmanager
    def held(self, *uris: str) -> Iterator[None]:
        """Hold leases. Raises `TakenError`, and holds none, while another worker has one."""
        try:
            list(concurrently(self._take, uris))
            with self._renewing(uris):
                yield
        finally:
            list(concurrently(self._give_back, uris))

    def _take(self, uri: str) -> None:
        """Two who come within a moment may both take it: not every object store can prevent it."""
        lease = self._objects.find_bytes(uri)
        if not self._me.may_take(lease):
            age = self._age(uri, lease or b"")
            if age < self._stale_s:
                raise TakenError("another worker is at the same task; its result is waited for")
            log.warning("a task is taken over: its worker gave no sign of life for %.0f s", age)
        self._seen.pop(uri, None)
        self._write(uri)

    def _age(self, uri: str, lease: bytes) -> float:
        """For how long we have seen the lease as it is, in seconds."""
        known, since = self._seen.get(uri, (b"", 0.0))
        if known != lease:
            since = self._clock()
            self._seen[uri] = lease, since
        return self._clock() - since

    @contextmanager
    def _renewing(self, uris: Sequence[str]) -> Iterator[None]:
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(uris, done), daemon=True, name="lease")
        beating.start()
        try:
            yield
        finally:
            done.set()
            beating.join()

    def _beat(self, uris: Sequence[str], done: threading.Event) -> None:
        while uris and not done.wait(self._stale_s / BEATS):
            uris = [uri for uri in uris if self._renewed(uri)]

    def _renewed(self, uri: str) -> bool:
        """Whether it is still ours: not taken over, nor removed with all of its transcript."""
        try:
            if not self._mine(uri):
                log.warning("the lease is lost, of a task that is still computed here")
                return False
            self._write(uri)
        except (OSError, TransientError) as error:
            log.warning("the lease was not renewed: %s", error)
        return True

    def _give_back(self, uri: str) -> None:
        if self._mine(uri):
            self._objects.discard(uri)

    def _mine(self, uri: str) -> bool:
        return self._me.has(self._objects.find_bytes(uri))

    def _write(self, uri: str) -> None:
        now = datetime.now(UTC).isoformat()
        self._objects.put_json(uri, {**asdict(self._me), "renewed_at": now})
