"""Matching voiceprints in the tenant's library, exactly, inside PostgreSQL."""

import json
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import Connection

from schemas import events as e
from streams.settings import Settings

# The best entry of each person: a second entry of the same person is no rival to the first.
_BEST = """
SELECT voiceprint_id, name, status, pending_number, score FROM (
    SELECT DISTINCT ON (person) voiceprint_id, name, status, pending_number, score FROM (
        SELECT voiceprint_id, name, status, pending_number,
               1 - (embedding <=> %(vector)s::vector) AS score,
               coalesce(name, 'pending ' || pending_number) AS person
        FROM st.voiceprint_library
        WHERE user_id = %(user)s AND model = %(model)s
          AND vector_dims(embedding) = %(dimension)s
          AND (transcript_id IS DISTINCT FROM %(id)s)
    ) AS scored ORDER BY person, score DESC
) AS people ORDER BY score DESC LIMIT 2
"""
_PENDING = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, status, pending_number, model,
                                   embedding, seconds, transcript_id, speaker)
VALUES (%(user)s, %(voiceprint)s, 'pending', %(number)s, %(model)s, %(vector)s::vector,
        %(seconds)s, %(id)s, %(speaker)s)
ON CONFLICT (user_id, transcript_id, speaker) WHERE status = 'pending' DO UPDATE
    SET embedding = excluded.embedding, seconds = excluded.seconds
RETURNING voiceprint_id, pending_number
"""
_NEXT = """
SELECT coalesce(max(pending_number), 0) + 1 FROM st.voiceprint_library WHERE user_id = %s
"""


def match(
    connection: Connection[Any], event: Any, voiceprint: e.Voiceprint, settings: Settings
) -> e.VoiceprintMatch:
    """The known person, or the pending entry that is kept for the voice."""
    values = {
        "user": event.user_id,
        "id": event.transcript_id,
        "model": voiceprint.model,
        "vector": json.dumps(voiceprint.embedding),
        "dimension": len(voiceprint.embedding),
        "seconds": voiceprint.seconds,
        "speaker": voiceprint.speaker,
    }
    found = connection.execute(_BEST, values).fetchall()
    score = float(found[0][4]) if found else None
    second = float(found[1][4]) if len(found) > 1 else None
    sure = score is not None and decided(score, second, settings)
    if sure and found[0][2] == "confirmed":
        return e.VoiceprintMatch(
            status=e.MatchStatus.KNOWN,
            voiceprint_id=found[0][0],
            name=found[0][1],
            score=score,
            second_score=second,
            pending_number=None,
        )
    number = found[0][3] if sure else _next(connection, event.user_id)
    identity = _pending(connection, values, number)
    return e.VoiceprintMatch(
        status=e.MatchStatus.PENDING,
        voiceprint_id=identity[0],
        name=None,
        score=score,
        second_score=second,
        pending_number=identity[1],
    )


def decided(score: float, second: float | None, settings: Settings) -> bool:
    """Whether the best is near enough and clearly nearer than anybody else."""
    margin = score - second if second is not None else score
    return score >= settings.voiceprint_threshold and margin >= settings.voiceprint_margin


def _next(connection: Connection[Any], user_id: str) -> int:
    # Two transcripts of one tenant at a time must not hand out one number twice.
    connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"pending {user_id}",))
    row = connection.execute(_NEXT, (user_id,)).fetchone()
    return int(row[0]) if row else 1


def _pending(connection: Connection[Any], values: dict[str, Any], number: int) -> tuple[UUID, int]:
    place = f"{values['user']}|{values['id']}|{values['speaker']}"
    voiceprint = uuid5(NAMESPACE_URL, f"pending/{place}")
    known = {**values, "voiceprint": voiceprint, "number": number}
    row = connection.execute(_PENDING, known).fetchone()
    return (row[0], row[1]) if row else (voiceprint, number)
