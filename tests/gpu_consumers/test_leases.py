"""Two workers do not compute the same task at the same time, and a killed one's is taken over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from benchmarks.hostile.corpus import example
from gpu_consumers.layout import Work
from gpu_consumers.leases import BEATS, Leases
from streams.errors import TakenError
from streams.objects import ObjectStore
from streams.settings import Settings

STALE_S = 60.0  # no beat comes by itself while a test lasts
Worker = Callable[..., Leases]
Killed = Callable[[Leases, str], None]


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(_settings(tmp_path))


@pytest.fixture
def worker(objects: ObjectStore, tmp_path: Path, clock: Clock) -> Worker:
    """Makes a process's leases, of a member with a stable name if one is given."""

    def make(name: str | None = None, stale_s: float = STALE_S) -> Leases:
        return Leases(objects, _settings(tmp_path, member_id=name, lease_s=stale_s), clock)

    return make


@pytest.fixture
def task(objects: ObjectStore) -> str:
    return f"{objects.root}/work/leases/task.json"


@pytest.fixture
def killed() -> Iterator[Killed]:
    """Has a worker hold a lease that it does not give back before the test ends."""
    with ExitStack() as forever:
        yield lambda worker, task: forever.enter_context(worker.held(task))


def _settings(folder: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, object_store=folder.as_uri(), **values)


def refused(worker: Leases, task: str) -> bool:
    try:
        with worker.held(task):
            return False
    except TakenError:
        return True


def test_a_task_is_computed_under_a_lease_that_is_given_back(
    objects: ObjectStore, worker: Worker
) -> None:
    event = example("transcription.requested")
    lease = Work(objects.work(event.user_id, event.transcript_id, event.meta.revision)).lease(
        event.meta.event_id
    )
    seen: list[bool] = []
    worker().around(lambda *_: seen.append(objects.exists(lease)))(event, seen.append)
    assert seen == [True]
    assert not objects.exists(lease)


def test_tasks_of_a_batch_are_computed_under_a_lease_each_or_not_at_all(
    objects: ObjectStore, worker: Worker
) -> None:
    """While another has one of them, the others are left to whoever is free."""
    batch = [replace(example("transcription.requested"), transcript_id=uuid4()) for _ in range(3)]
    works = [objects.work(x.user_id, x.transcript_id, x.meta.revision) for x in batch]
    leases = [Work(work).lease(x.meta.event_id) for work, x in zip(works, batch, strict=True)]
    seen: list[list[bool]] = []
    handle = worker().around_batch(lambda *_: seen.append([objects.exists(x) for x in leases]))
    with worker().held(leases[1]):
        with pytest.raises(TakenError):
            handle(batch, seen.append)
        assert [objects.exists(x) for x in leases] == [False, True, False]
    assert seen == []
    assert not any(map(objects.exists, leases))
    handle(batch, seen.append)
    assert seen == [[True, True, True]]
    assert not any(map(objects.exists, leases))


def test_a_lease_is_given_back_when_the_task_fails(worker: Worker, task: str) -> None:
    with pytest.raises(RuntimeError), worker().held(task):
        raise RuntimeError
    assert not refused(worker(), task)


def test_who_comes_second_waits_until_the_first_is_done(worker: Worker, task: str) -> None:
    second = worker()
    with worker().held(task):
        assert refused(second, task)
    assert not refused(second, task)


def test_a_lease_that_stands_still_is_taken_over(
    worker: Worker, task: str, killed: Killed, clock: Clock
) -> None:
    second = worker()
    killed(worker(), task)
    assert refused(second, task)
    clock.now += STALE_S - 1
    assert refused(second, task)
    clock.now += 1
    assert not refused(second, task)


def test_how_old_a_lease_is_counts_from_when_it_was_first_seen(
    worker: Worker, task: str, killed: Killed, clock: Clock
) -> None:
    killed(worker(), task)
    clock.now += 10 * STALE_S
    assert refused(worker(), task)


def test_a_lease_that_is_renewed_is_not_taken_over(
    objects: ObjectStore, worker: Worker, task: str, clock: Clock
) -> None:
    second = worker()
    with worker(stale_s=0.05 * BEATS).held(task):
        for _ in range(3):
            assert refused(second, task)
            before, changed = objects.find_bytes(task), threading.Event()
            while objects.find_bytes(task) == before:
                changed.wait(0.01)
            clock.now += STALE_S


def test_a_damaged_lease_is_in_nobodys_way_for_ever(
    objects: ObjectStore, worker: Worker, task: str, clock: Clock
) -> None:
    second = worker("gpu-1")
    objects.put_bytes(task, b'["hold')
    assert refused(second, task)
    clock.now += STALE_S
    assert not refused(second, task)


def test_a_member_who_comes_back_takes_over_from_the_process_before_it(
    worker: Worker, task: str, killed: Killed
) -> None:
    killed(worker("gpu-1"), task)
    assert refused(worker("gpu-2"), task)
    assert refused(worker(), task)
    assert not refused(worker("gpu-1"), task)


def test_who_lost_the_lease_leaves_it_to_who_has_it(
    objects: ObjectStore, worker: Worker, task: str, killed: Killed, clock: Clock
) -> None:
    second, third = worker(), worker()
    with worker().held(task):
        refused(second, task)
        clock.now += STALE_S
        killed(second, task)
        theirs = objects.find_bytes(task)
    assert objects.find_bytes(task) == theirs
    assert refused(third, task)


def test_who_lost_the_lease_does_not_renew_it(
    objects: ObjectStore,
    worker: Worker,
    task: str,
    killed: Killed,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with worker("gpu-1", stale_s=0.05 * BEATS).held(task):
        killed(worker("gpu-1"), task)
        theirs = objects.find_bytes(task)
        for _ in range(500):
            if "the lease is lost" in caplog.text:
                break
            threading.Event().wait(0.01)
        assert "the lease is lost" in caplog.text
        assert objects.find_bytes(task) == theirs
