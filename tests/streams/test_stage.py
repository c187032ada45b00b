"""A stage's handlers: given, or made late; for one event or for many."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.events import TranscriptStored
from streams.stage import Emit, StageSpec

EVENTS = ["one", "two"]
seen: list[Any] = []


def handle(event: Any, _: Emit) -> None:
    seen.append(event)


@pytest.mark.parametrize(
    ("way", "given", "calls"),
    [
        ("handler", handle, EVENTS),
        ("load", lambda: handle, EVENTS),
        ("batch_handler", handle, [EVENTS]),
        ("load_batch", lambda: handle, [EVENTS]),
    ],
)
def test_events_reach_the_handler_one_by_one_or_all_at_once(
    way: str, given: Callable[..., Any], calls: list[Any]
) -> None:
    seen.clear()
    stage = StageSpec("stage", (TranscriptStored,), **{way: given})  # type: ignore[arg-type]
    assert stage.ready is (not way.startswith("load"))
    ready = stage.loaded()
    assert ready.ready
    ready.call(EVENTS, lambda _: None)
    assert seen == calls


@pytest.mark.parametrize("ways", [{}, {"handler": handle, "load_batch": lambda: handle}])
def test_a_stage_has_one_handler(ways: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="give one of"):
        StageSpec("stage", (TranscriptStored,), **ways)
