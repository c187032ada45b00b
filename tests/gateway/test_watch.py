"""The board of phases, from events that come in any order and more than once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from gateway.watch import Board, Watch, follow
from schemas import events as e
from streams.events import meta

TRANSCRIPT = UUID("6f1c2d1e-0000-4000-8000-000000000000")
LONG = "cv.pdf is [not] a PDF: its words were left out of this transcript"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def step(
    phase: str,
    state: e.ProgressState,
    *,
    index: int = 0,
    total: int = 1,
    start: float = 0.0,
    end: float | None = None,
    message: str | None = None,
) -> e.TranscriptProgress:
    return e.TranscriptProgress(
        meta=meta(e.TranscriptProgress, TRANSCRIPT),
        transcript_id=TRANSCRIPT,
        user_id="tenant",
        phase=phase,
        index=index,
        total=total,
        state=state,
        started_at=NOON + timedelta(seconds=start),
        finished_at=None if end is None else NOON + timedelta(seconds=end),
        message=message,
    )


def failed(error: str) -> e.TranscriptCompleted:
    return e.TranscriptCompleted(
        meta=meta(e.TranscriptCompleted, TRANSCRIPT),
        transcript_id=TRANSCRIPT,
        user_id="tenant",
        status=e.TranscriptStatus.FAILED,
        error=error,
    )


class Recorded(Watch):
    """A watch that has seen these events, and then nothing more."""

    def __init__(self, *events: Any) -> None:
        self._events = events

    def events(self, transcript_id: UUID, timeout_s: float) -> Iterator[Any]:
        yield from self._events


def shown(board: Board, seconds: float) -> str:
    out = StringIO()
    Console(file=out, width=80).print(board.view(NOON.timestamp() + seconds))
    return out.getvalue()


def row(text: str, name: str) -> list[str]:
    [line] = [line for line in text.splitlines() if line.startswith(f"│ {name} ")]
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_a_phase_counts_each_task_once_and_runs_until_the_last_is_done() -> None:
    board = Board()
    board.add(step("diarize", e.ProgressState.DONE, total=2, start=1, end=3))
    board.add(step("diarize", e.ProgressState.DONE, total=2, start=1, end=3))
    board.add(step("preprocess", e.ProgressState.STARTED))
    board.add(step("preprocess", e.ProgressState.DONE, end=1))
    text = shown(board, 5.0)
    assert row(text, "diarize") == ["diarize", "1/2", "4.0"]
    assert row(text, "preprocess") == ["preprocess", "1/1", "1.0"]
    assert text.index("preprocess") < text.index("diarize")
    assert "waiting for diarize" in text


def test_the_end_stops_the_clocks() -> None:
    board = Board()
    board.add(step("diarize", e.ProgressState.DONE, index=1, total=2, start=1, end=3))
    board.add(failed("not audio"))
    text = shown(board, 99.0)
    assert row(text, "total") == ["total", "", "2.0"]
    assert "failed" in text
    assert "waiting" not in text


def test_a_warning_is_told_once_and_is_no_phase() -> None:
    board = Board()
    for _ in range(2):
        board.add(step("context", e.ProgressState.WARNING, message=LONG))
    text = shown(board, 1.0)
    assert text.count(LONG) == 1
    assert board.waiting() == []


def test_text_is_shown_as_soon_as_it_is_there_and_gone_when_the_transcript_is() -> None:
    board = Board()
    first = step("transcribe", e.ProgressState.DONE, total=2, end=1)
    board.add(replace(first, index=1, text="and then we go on", text_start=65.0))
    board.add(replace(first, text="Good morning", text_start=1.0))
    text = shown(board, 1.0)
    assert text.index("00:01 Good morning") < text.index("01:05 and then we go on")
    board.add(failed("not audio"))
    assert "Good morning" not in shown(board, 1.0)


def test_before_anything_has_come_it_waits_for_the_next_stage() -> None:
    board = Board()
    board.add(None)
    assert "waiting for the next stage" in shown(board, 0.0)


@pytest.mark.parametrize("terminal", [False, True])
def test_following_ends_with_the_transcript_and_leaves_the_last_state(terminal: bool) -> None:
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=terminal)
    end = failed("not audio")
    watch = Recorded(None, step("preprocess", e.ProgressState.DONE, end=1), end, "never read")
    assert follow(watch, TRANSCRIPT, 60.0, console) is end
    assert "preprocess" in out.getvalue()
    assert "not audio" not in out.getvalue()
    last = out.getvalue().replace("\x1b[?25h", "")
    assert last.endswith("\n")


def test_following_ends_at_the_time_out() -> None:
    out = StringIO()
    assert follow(Recorded(None), TRANSCRIPT, 1.0, Console(file=out, width=80)) is None
    assert "waiting for the next stage" in out.getvalue()
