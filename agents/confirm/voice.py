"""What a person's word makes of a voice: its name in the library, and whom it names elsewhere."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from agents import given
from schemas import events as e
from streams.reprocess import STEP

# Of two names that are given to one voice at once, one is there before the other is looked at.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('names ' || %(user)s))"
# A voice that is pending under a number has it in every transcript in which it was heard.
_NUMBER = """
SELECT pending_number FROM st.voiceprint_library
WHERE user_id = %(user)s AND transcript_id = %(id)s AND speaker = %(speaker)s
  AND computation = %(computation)s AND pending_number IS NOT NULL
"""
# The speaker's own entries: another computation's with the number are of the same voice.
_OWN = """
transcript_id = %(id)s AND (speaker = %(speaker)s OR computation <> %(computation)s)
"""
_TOGETHER = f"""
UPDATE st.voiceprint_library
SET status = 'confirmed', name = %(name)s, given = given OR ({_OWN})
WHERE user_id = %(user)s AND pending_number = %(number)s
"""
_ALONE = f"""
UPDATE st.voiceprint_library
SET status = 'confirmed', name = %(name)s, given = true, pending_number = NULL
WHERE user_id = %(user)s AND pending_number = %(number)s AND {_OWN}
"""
# One that was taken for somebody known has no number.
_HEARD = """
UPDATE st.voiceprint_library SET status = 'confirmed', name = %(name)s, given = true
WHERE user_id = %(user)s AND transcript_id = %(id)s AND speaker = %(speaker)s
  AND computation = %(computation)s AND pending_number IS NULL
"""
_OTHERS = f"""
WITH v AS (SELECT * FROM st.voiceprint_library
           WHERE user_id = %(user)s AND pending_number = %(number)s AND NOT ({_OWN}))
SELECT v.transcript_id, v.speaker, CASE WHEN v.given THEN v.name END AS given,
       t.revision, t.status, s.name, p.state -> 'given' AS kept
FROM v
LEFT JOIN st.transcripts t ON t.user_id = %(user)s AND t.transcript_id = v.transcript_id
     AND t.revision / %(step)s = v.computation
LEFT JOIN st.speakers s ON s.user_id = %(user)s AND s.transcript_id = t.transcript_id
     AND s.speaker = v.speaker
LEFT JOIN meetnoo.pipelines p ON p.user_id = %(user)s AND p.transcript_id = t.transcript_id
"""
_SPOKEN = """
SELECT speaker, start_s AS start, end_s AS "end" FROM st.enriched_segments
WHERE user_id = %s AND transcript_id = %s AND revision = %s
"""


@dataclass(frozen=True)
class Other:
    """An entry of the same number: how its speaker is called now, and by a person's word there.

    `revision` and `status` are of its transcript, None when that has another result by now.
    """

    transcript_id: UUID
    speaker: str
    given: str | None
    revision: int | None
    status: str | None
    name: str | None


def named(
    connection: Connection[Any], event: e.SpeakerConfirmed, computation: int
) -> list[tuple[UUID, str, int]]:
    """Give the speaker's voice its name; who else has it, as (transcript, speaker, revision).

    Who was named by a person keeps that name. If it is another one, they are not the same voice:
    this one has an entry of its own from then on, and nobody follows.
    """
    values = {
        "user": event.user_id,
        "id": event.transcript_id,
        "speaker": event.speaker,
        "name": event.name,
        "computation": computation,
        "step": STEP,
    }
    connection.execute(_LOCK, values)
    number = connection.execute(_NUMBER, values).fetchone()
    if number is None:
        connection.execute(_HEARD, values)
        return []
    others = _others(connection, event, {**values, "number": number[0]})
    alone = any(other.given not in (None, event.name) for other in others)
    update = _ALONE if alone else _TOGETHER
    connection.execute(update.encode(), {**values, "number": number[0]})
    return [] if alone else [x for other in others for x in _follows(other, event)]


def _follows(other: Other, event: e.SpeakerConfirmed) -> list[tuple[UUID, str, int]]:
    here = other.transcript_id == event.transcript_id
    if here or other.status != "completed" or other.revision is None or other.name == event.name:
        return []
    return [(other.transcript_id, other.speaker, other.revision)]


def _others(
    connection: Connection[Any], event: e.SpeakerConfirmed, values: dict[str, Any]
) -> list[Other]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_OTHERS.encode(), values).fetchall()
        for row in rows:
            kept = given.read(row.pop("kept"))
            if kept and not row["given"]:
                place = (event.user_id, row["transcript_id"], row["revision"])
                spoken = cursor.execute(_SPOKEN, place).fetchall()
                row["given"] = given.direct(kept, spoken).get(row["speaker"])
    return [Other(**row) for row in rows]
