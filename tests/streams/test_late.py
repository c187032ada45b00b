"""A task that was in hand while its transcript was erased leaves nothing behind."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from streams.keys import Keys
from streams.late import cleared, cleared_batch
from streams.objects import ObjectStore
from streams.settings import Settings

Erase = Callable[[Any], None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, object_store=tmp_path.as_uri(), seal_key=None)  # type: ignore[call-arg]


@pytest.fixture
def objects(settings: Settings) -> ObjectStore:
    return ObjectStore(settings)


@pytest.fixture
def erase(settings: Settings, objects: ObjectStore) -> Erase:
    """As the agent does it: the mark first, then what lies there."""

    def do(event: Any) -> None:
        Keys(settings).destroy(event.user_id, event.transcript_id)
        objects.remove(objects.all_work(event.user_id, event.transcript_id))

    return do


def task(user_id: str = "awa") -> Any:
    return SimpleNamespace(user_id=user_id, transcript_id=uuid4())


def result(objects: ObjectStore, event: Any) -> str:
    return f"{objects.work(event.user_id, event.transcript_id)}/words.json"


def write(objects: ObjectStore, event: Any) -> None:
    objects.put_json(result(objects, event), ["bonjour"])


def test_what_is_written_after_an_erasure_is_removed(objects: ObjectStore, erase: Erase) -> None:
    def handler(event: Any, _: Any) -> None:
        erase(event)
        write(objects, event)

    event = task()
    cleared(objects, handler)(event, print)
    assert objects.names(objects.tenant("awa")["work"]) == []


def test_what_a_task_wrote_before_it_failed_is_removed_too(
    objects: ObjectStore, erase: Erase
) -> None:
    def handler(event: Any, _: Any) -> None:
        erase(event)
        write(objects, event)
        raise OSError("the recording is gone")

    event = task()
    with pytest.raises(OSError, match="gone"):
        cleared(objects, handler)(event, print)
    assert not objects.exists(result(objects, event))


def test_other_results_stay(objects: ObjectStore) -> None:
    event = task()
    cleared(objects, lambda event, _: write(objects, event))(event, print)
    assert objects.get_json(result(objects, event)) == ["bonjour"]


def test_of_a_batch_only_what_was_erased_goes(objects: ObjectStore, erase: Erase) -> None:
    def handler(events: Sequence[Any], _: Any) -> None:
        erase(events[0])
        for event in events:
            write(objects, event)

    gone, kept, others = task(), task(), task("jean")
    cleared_batch(objects, handler)([gone, kept, others], print)
    there = [objects.exists(result(objects, event)) for event in (gone, kept, others)]
    assert there == [False, True, True]
