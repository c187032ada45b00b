"""Reading a transcript from the database; every query is scoped to its tenant."""

from typing import Any

from psycopg.rows import dict_row

from streams.db import Database

_TRANSCRIPT = "SELECT * FROM st.transcripts WHERE user_id = %s AND transcript_id = %s"
_SPEAKERS = """
SELECT speaker AS label, display_name, name, name_source, name_score AS score, evidence, facts,
       candidates
FROM st.speakers WHERE user_id = %s AND transcript_id = %s AND revision = %s ORDER BY index
"""
_SEGMENTS = """
SELECT index, start_s AS start, end_s AS "end", speaker, name, display_name, text_raw, text, words,
       overlap
FROM st.enriched_segments
WHERE user_id = %s AND transcript_id = %s AND revision = %s ORDER BY index
"""
_PHASES = """
SELECT phase AS name,
       extract(epoch FROM max(finished_at) - min(started_at))::float8 AS seconds
FROM meetnoo.phase_runs WHERE user_id = %s AND transcript_id = %s AND revision = %s
GROUP BY phase ORDER BY min(started_at)
"""
_LIST = """
SELECT transcript_id, title, status, duration_s, created_at, error
FROM st.transcripts WHERE user_id = %s ORDER BY created_at DESC LIMIT %s
"""


def load(database: Database, user_id: str, transcript_id: str) -> dict[str, Any] | None:
    """The transcript as its JSON says it; None when the tenant has none of this id."""
    identity = (user_id, transcript_id)
    with database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_TRANSCRIPT, identity).fetchone()
        if row is None:
            return None
        place = (*identity, row["revision"])
        return {
            "transcript_id": transcript_id,
            "title": row["title"],
            "language": row["language"],
            "duration_s": row["duration_s"],
            "status": row["status"],
            "error": row["error"],
            "warnings": row["warnings"],
            "phases": cursor.execute(_PHASES, (*identity, max(row["revision"], 1))).fetchall(),
            "speakers": cursor.execute(_SPEAKERS, place).fetchall(),
            "segments": [_segment(s) for s in cursor.execute(_SEGMENTS, place).fetchall()],
        }


def _segment(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("start", "end", "word")
    return {**row, "words": [{key: word[key] for key in kept} for word in row["words"]]}


def recent(database: Database, user_id: str, limit: int = 50) -> list[dict[str, Any]]:
    """The tenant's transcripts, the newest first."""
    with database.transaction() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_LIST, (user_id, limit)).fetchall()
