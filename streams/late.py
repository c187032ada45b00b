"""What a task writes to the object store after its transcript was erased is removed again.

An erasure first leaves its mark and then removes what it finds; a task first writes and then looks
for the mark. So one of the two removes whatever was written.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from streams.keys import Owner, was_erased
from streams.objects import ObjectStore
from streams.stage import BatchHandler, Emit, Handler


def cleared(objects: ObjectStore, handler: Handler) -> Handler:
    """The handler of a stage that keeps objects under the work prefix of an event's transcript."""

    def handle(event: Any, emit: Emit) -> None:
        with _clearing(objects, [event]):
            handler(event, emit)

    return handle


def cleared_batch(objects: ObjectStore, handler: BatchHandler) -> BatchHandler:
    """The same for a stage that takes several events at a time."""

    def handle(events: Sequence[Any], emit: Emit) -> None:
        with _clearing(objects, events):
            handler(events, emit)

    return handle


@contextmanager
def _clearing(objects: ObjectStore, events: Sequence[Any]) -> Iterator[None]:
    try:
        yield
    finally:
        for owner in {Owner(event.user_id, event.transcript_id) for event in events}:
            if was_erased(objects, owner.keys):
                objects.remove(objects.all_work(owner.user_id, owner.transcript_id))
