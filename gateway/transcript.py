"""Reading a transcript from the database; every query is scoped to its tenant."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from streams.db import Database
from streams.errors import SmartTranscriptionError
from streams.settings import Settings

_TRANSCRIPT = """
SELECT revision, title, language, duration_s, status, error, warnings
FROM st.transcripts WHERE user_id = %(user)s AND transcript_id = %(id)s
"""
_SPEAKERS = """
SELECT speaker AS label, display_name, name, name_source, name_score AS score, evidence, facts,
       candidates
FROM st.speakers WHERE user_id = %(user)s AND transcript_id = %(id)s AND revision = (
    SELECT revision FROM st.transcripts WHERE user_id = %(user)s AND transcript_id = %(id)s)
ORDER BY index
"""
_SEGMENTS = """
SELECT index, start_s AS start, end_s AS "end", speaker, name, display_name, text_raw, text, words,
       overlap
FROM st.enriched_segments
WHERE user_id = %(user)s AND transcript_id = %(id)s AND revision = (
    SELECT revision FROM st.transcripts WHERE user_id = %(user)s AND transcript_id = %(id)s)
ORDER BY index
"""
# Progress is of the first revision at least, also before a result has come. A person's correction
# is only stored: the phases shown are of the last computation.
_PHASES = """
SELECT phase AS name, min(started_at) AS started, max(finished_at) AS finished
FROM meetnoo.phase_runs WHERE user_id = %(user)s AND transcript_id = %(id)s AND revision = (
    SELECT max(revision) FROM meetnoo.phase_runs
    WHERE user_id = %(user)s AND transcript_id = %(id)s AND phase <> 'store'
      AND revision <= (SELECT greatest(revision, 1) FROM st.transcripts
                       WHERE user_id = %(user)s AND transcript_id = %(id)s))
GROUP BY phase ORDER BY min(started_at)
"""
_LIST = """
SELECT transcript_id, title, status, duration_s, created_at
FROM st.transcripts WHERE user_id = %(user)s ORDER BY created_at DESC LIMIT %(limit)s
"""
_ENROLLED = """
SELECT seconds FROM st.voiceprint_library
WHERE user_id = %(user)s AND voiceprint_id = %(id)s AND status = 'confirmed'
"""


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase from the start of its first task to the end of its last."""

    name: str
    started: datetime | None
    finished: datetime | None

    @property
    def seconds(self) -> float | None:
        """None while none of its tasks has ended."""
        if self.started is None or self.finished is None:
            return None
        return (self.finished - self.started).total_seconds()


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who somebody is taken for, and why; `name` is None without evidence for one."""

    label: str
    display_name: str
    name: str | None = None
    name_source: str | None = None
    score: float | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """What one speaker says in one go."""

    index: int
    start: float
    end: float
    speaker: str
    name: str | None
    display_name: str
    text_raw: str
    text: str
    words: list[dict[str, Any]]
    overlap: bool


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """All that is shown of a transcript."""

    transcript_id: str
    revision: int = 1
    title: str | None = None
    language: str | None = None
    duration_s: float | None = None
    status: str
    error: str | None = None
    warnings: list[str] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    @property
    def total_seconds(self) -> float | None:
        """From the first start to the last end; phases overlap, so this is not their sum."""
        starts = [p.started for p in self.phases if p.started is not None]
        ends = [p.finished for p in self.phases if p.finished is not None]
        return (max(ends) - min(starts)).total_seconds() if starts and ends else None


def load(database: Database, user_id: str, transcript_id: UUID) -> Transcript | None:
    """The transcript; None when the tenant has none of this id."""
    asked = {"user": user_id, "id": transcript_id}
    queries = [(query, asked) for query in (_TRANSCRIPT, _PHASES, _SPEAKERS, _SEGMENTS)]
    found, phases, speakers, segments = database.read([user_id], *queries, row_factory=dict_row)
    if not found:
        return None
    return Transcript(
        transcript_id=str(transcript_id),
        **found[0],
        phases=[Phase(**phase) for phase in phases],
        speakers=[Speaker(**speaker) for speaker in speakers],
        segments=[Segment(**segment) for segment in segments],
    )


def stored(config: Settings, user_id: str, transcript_id: UUID) -> Transcript:
    """A transcript; `SmartTranscriptionError` says what to do where there is none to show."""
    with closing(Database(config, size=1)) as database:
        found = load(database, user_id, transcript_id)
    if found is None:
        raise SmartTranscriptionError(f"{user_id} has no transcript {transcript_id}")
    if found.status == "archived":
        raise SmartTranscriptionError(
            f"{transcript_id} is old and lies in the archive; an operator brings it back with"
            f" python -m sinks restore {transcript_id} --user {user_id}"
        )
    return found


def recent(database: Database, user_id: str, limit: int) -> list[dict[str, Any]]:
    """The tenant's transcripts, the newest first."""
    asked = {"user": user_id, "limit": limit}
    [rows] = database.read([user_id], (_LIST, asked), row_factory=dict_row)
    return rows


def enrolled_seconds(database: Database, user_id: str, voiceprint_id: UUID) -> float | None:
    """How much speech a confirmed voiceprint rests on; None when there is none of this id."""
    asked = {"user": user_id, "id": voiceprint_id}
    [rows] = database.read([user_id], (_ENROLLED, asked))
    return float(rows[0][0]) if rows else None
