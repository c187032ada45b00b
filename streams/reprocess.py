"""Doing transcripts again: from their upload, or from the text that was recognised.

All it takes is in the database and the object store, so it works long after the events are gone
from the log. What is done again has a revision of its own: computations count in hundreds, and a
person's corrections one by one between them. Asking for the same twice makes the same events.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from schemas import events as e
from streams.codec import converter
from streams.errors import PoisonError
from streams.events import meta
from streams.parts import in_parts

STEP = 100
_FIND = """
SELECT t.user_id, t.transcript_id, t.revision, t.status, t.language, t.duration_s, t.upload,
       t.models, (SELECT pooled_model FROM st.speakers s
                  WHERE s.user_id = t.user_id AND s.transcript_id = t.transcript_id LIMIT 1)
       AS text_model
FROM st.transcripts t
WHERE t.transcript_id = coalesce(%(id)s::uuid, t.transcript_id)
  AND t.created_at >= coalesce(%(since)s::timestamptz, '-infinity')
ORDER BY t.created_at
"""
_SEGMENTS = """
SELECT index, start_s AS start, end_s AS "end", speaker, text, words, overlap FROM meetnoo.segments
WHERE user_id = %(user)s AND transcript_id = %(id)s AND revision = (
    SELECT max(revision) FROM meetnoo.segments
    WHERE user_id = %(user)s AND transcript_id = %(id)s)
ORDER BY index
"""
_VOICES = """
SELECT DISTINCT ON (speaker) speaker, embedding::real[] AS embedding, model, seconds
FROM st.voiceprint_library
WHERE user_id = %(user)s AND transcript_id = %(id)s AND computation = (
    SELECT max(revision) FROM meetnoo.segments
    WHERE user_id = %(user)s AND transcript_id = %(id)s) / %(step)s
ORDER BY speaker, created_at DESC
"""


class Start(StrEnum):
    """From where a transcript is done again: what lies between is not kept once it is completed."""

    UPLOAD = "upload"
    TEXT = "text"


# The phases that end with the text; those after it begin with the text that is kept.
_TO_TEXT = ("preprocess", "transcribe", "diarize", "cluster", "voiceprint", "finalize")


def start_of(phase: str) -> Start:
    """From where to begin for a phase to be done again."""
    return Start.UPLOAD if phase in _TO_TEXT else Start.TEXT


@dataclass(frozen=True, kw_only=True)
class Found:
    """A transcript that may be done again."""

    user_id: str
    transcript_id: UUID
    revision: int
    status: str
    language: str | None
    duration_s: float | None
    upload: dict[str, Any] | None
    models: dict[str, str] | None
    text_model: str | None

    @property
    def next_revision(self) -> int:
        """The revision of the next computation."""
        return (computation(self.revision) + 1) * STEP


def computation(revision: int) -> int:
    """The number of the computation that a revision is of, corrected or not."""
    return revision // STEP


def find(
    connection: Connection[Any], transcript_id: UUID | None, since: datetime | None
) -> list[Found]:
    """A transcript, or all since a date, the oldest first; over all tenants, for operators."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_FIND, {"id": transcript_id, "since": since}).fetchall()
    return [Found(**row) for row in rows]


def outdated(found: Found, models: Mapping[str, str], text_model: str) -> Start | None:
    """From where a result must be done again to be of these models; None when it is already.

    A result of which it is not known what made it counts as made by others; a recogniser that the
    upload chose stays its own.
    """
    chosen = (found.upload or {}).get("asr_model")
    wanted = {**models, "asr": chosen} if chosen else dict(models)
    if (found.models or {}) != wanted:
        return Start.UPLOAD
    if found.text_model not in (None, text_model):
        return Start.TEXT
    return None


def check(found: Found, start: Start) -> None:
    """Raises `PoisonError` for a transcript that cannot be done again from there."""
    if found.status == "processing":
        raise PoisonError("it is still worked on; see python -m streams stalled")
    if found.status == "archived":
        raise PoisonError(
            "it is archived: bring it back first, with"
            f" python -m sinks restore {found.transcript_id} --user {found.user_id}"
        )
    if found.upload is None:
        raise PoisonError("its upload was not kept; submit the recording again")
    if start is Start.TEXT and found.status == "failed":
        raise PoisonError("it failed before it had a text: do it again from its upload")


def events(connection: Connection[Any], found: Found, start: Start) -> Iterable[Any]:
    """What starts the work: the upload, and with it the text where that is kept."""
    yield _upload(found, start)
    if start is Start.TEXT:
        yield from _text(connection, found)


def _upload(found: Found, start: Start) -> e.AudioUploaded:
    kept = {**(found.upload or {}), "transcript_id": found.transcript_id}
    files = [{**f, "file_id": UUID(f["file_id"])} for f in kept.pop("context_files", [])]
    head = meta(e.AudioUploaded, found.transcript_id, revision=found.next_revision)
    fields = {**kept, "meta": converter.unstructure(head), "context_files": files}
    return converter.structure({**fields, "text_kept": start is Start.TEXT}, e.AudioUploaded)


def _text(connection: Connection[Any], found: Found) -> Iterable[e.SegmentsTranscribed]:
    asked = {"user": found.user_id, "id": found.transcript_id, "step": STEP}
    with connection.cursor(row_factory=dict_row) as cursor:
        segments = cursor.execute(_SEGMENTS, asked).fetchall()
        voices = cursor.execute(_VOICES, asked).fetchall()
    parts = in_parts(converter.structure(segments, list[e.Segment]))
    speakers = list(dict.fromkeys(segment["speaker"] for segment in segments))
    for number, part in enumerate(parts):
        yield e.SegmentsTranscribed(
            meta=meta(
                e.SegmentsTranscribed,
                found.transcript_id,
                part=number,
                revision=found.next_revision,
            ),
            transcript_id=found.transcript_id,
            user_id=found.user_id,
            part=number,
            parts=len(parts),
            segment_total=len(segments),
            language=found.language or "",
            duration_s=found.duration_s or 0.0,
            segments=part,
            speakers=speakers,
            voiceprints=converter.structure(voices, list[e.Voiceprint]) if number == 0 else [],
            models=found.models or {},
        )
