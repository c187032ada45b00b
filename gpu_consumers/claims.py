"""Whether a task is still to be done, and by which event.

One of several events that find a join complete does the work; the others leave it to that one.

Slices often end while the joining stage is busy, and then each of their events finds all results
there. The event that comes first writes its id down. It is delivered again until its work is
acknowledged, and finds its own id then, so nothing is lost when its worker dies.
"""

from collections.abc import Sequence
from typing import Any

from gpu_consumers.layout import Work
from streams.errors import PoisonError
from streams.objects import ObjectStore


def wanted(objects: ObjectStore, work: Work) -> bool:
    """False for a task that comes again after its transcript was finished.

    Raises `PoisonError` when the plan is gone although the transcript is not finished.
    """
    if objects.exists(work.plan):
        return True
    if objects.finished(work.prefix):
        return False
    raise PoisonError(
        "the plan of this recording is gone from the object store; submit the recording again"
    )


def all_there(objects: ObjectStore, results: Sequence[str]) -> bool:
    """Whether the results of all slices, which lie under one prefix, are there: one look."""
    prefixes = {uri.rpartition("/")[0] for uri in results}
    there = {f"{prefix}/{name}" for prefix in prefixes for name in objects.names(prefix)}
    return there.issuperset(results)


def claimed(objects: ObjectStore, work: Work, stage: str, event: Any) -> bool:
    """Whether this event is the one that does the stage's work for its transcript."""
    uri, identity = work.claim(stage), str(event.meta.event_id)
    holder = objects.find_json(uri)
    if holder is None:
        objects.put_json(uri, identity)
        holder = objects.get_json(uri)
    return bool(holder == identity)
