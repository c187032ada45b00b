"""The letter for what was given up: whose it is, why, and the message itself. Pure."""

import traceback
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from schemas.events import DeadLetter, EventMeta
from streams import validate
from streams.errors import SmartTranscriptionError, ran_out
from streams.events import PRODUCER
from streams.stage import Record

# A letter with its message must pass the broker, which takes a million bytes.
MOST_MESSAGE = 512 * 1024
MOST_REASON = 2000
MOST_STACK = 8000


def dead_letter(
    stage: str, record: Record, error: Exception, attempts: int, event: Any = None
) -> DeadLetter:
    """The letter for a record; a record given up again has the same identity."""
    identity = uuid5(NAMESPACE_URL, f"dead/{stage}/{record.place}")
    reason = str(error) if isinstance(error, SmartTranscriptionError) else _words(error)
    whole = len(record.value or b"") + len(record.key or b"") <= MOST_MESSAGE
    if not whole:
        reason = f"{reason} (too large for a letter; the message is at {record.place})"
    transcript_id: UUID | None = getattr(event, "transcript_id", None)
    known = event.meta if event is not None and validate.sound(event, "meta") else None
    return DeadLetter(
        meta=EventMeta(
            event_id=identity,
            occurred_at=datetime.now(UTC),
            producer=PRODUCER,
            trace_id=known.trace_id if known else str(identity),
            revision=known.revision if known else 1,
        ),
        transcript_id=transcript_id,
        user_id=getattr(event, "user_id", None),
        stage=stage,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key if whole else None,
        value=record.value if whole else None,
        reason=_plain(reason)[:MOST_REASON],
        error=type(error).__name__,
        attempts=max(attempts, 1),
        stack=_plain("".join(traceback.format_exception(error)))[-MOST_STACK:],
    )


def _plain(text: str) -> str:
    """Without what no event may hold: an error often quotes what it is about."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\\0")


def _words(error: Exception) -> str:
    if ran_out(error):
        return (
            f"the worker ran out of memory ({error}): give it more, or less to do at a time"
            " (ST_ASR_BATCH_SIZE, ST_ASR_SLICE_S, ST_DIARIZATION_SLICE_S, ST_TEXT_EMBEDDING_BATCH),"
            " and replay it"
        )
    return f"the {type(error).__name__} below stopped it; mend its cause and replay it: {error}"
