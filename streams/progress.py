"""Telling readers where a recording is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from schemas.events import ProgressState, TranscriptProgress
from streams import events, metrics
from streams.stage import Emit


@dataclass
class Outcome:
    """What a reader is shown of a task once it is done: text, and where it begins, in seconds."""

    text: str | None = None
    text_start: float | None = None


@contextmanager
def timed(
    cause: Any, phase: str, emit: Emit, *, index: int = 0, total: int = 1
) -> Iterator[Outcome]:
    """Emit the start and the end of a task of a phase, with how long it took."""
    started = datetime.now(UTC)
    emit(_progress(cause, phase, ProgressState.STARTED, index, total, started, None, None))
    outcome = Outcome()
    yield outcome
    finished = datetime.now(UTC)
    metrics.PHASE_SECONDS.labels(phase).observe((finished - started).total_seconds())
    done = _progress(cause, phase, ProgressState.DONE, index, total, started, finished, None)
    emit(replace(done, text=outcome.text, text_start=outcome.text_start))


def warn(cause: Any, phase: str, emit: Emit, message: str) -> None:
    """Tell the reader something in words."""
    now = datetime.now(UTC)
    emit(_progress(cause, phase, ProgressState.WARNING, 0, 1, now, now, message))


def _progress(
    cause: Any,
    phase: str,
    state: ProgressState,
    index: int,
    total: int,
    started: datetime,
    finished: datetime | None,
    message: str | None,
) -> TranscriptProgress:
    part = f"{phase}/{index}/{state}"
    return TranscriptProgress(
        meta=events.follow(TranscriptProgress, cause, part=part),
        transcript_id=cause.transcript_id,
        user_id=cause.user_id,
        phase=phase,
        index=index,
        total=total,
        state=state,
        started_at=started,
        finished_at=finished,
        seconds=(finished - started).total_seconds() if finished else None,
        message=message,
    )
