"""Matching voiceprints in the tenant's library, exactly, inside PostgreSQL."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg import Connection

from agents.pool.logic import unit
from schemas import events as e
from streams import library
from streams.reprocess import computation
from streams.settings import Settings

# One scan for all voices of a transcript: their sketches rule out nearly everybody (`st.near`), and
# the cosines of the others are exact. Entries below the floor cannot change a decision.
_NEAR = """
SELECT voiceprint_id, name, status, pending_number, transcript_id IS NOT DISTINCT FROM %(id)s,
       ARRAY[{scores}]
FROM st.near(%(user)s, %(model)s, ARRAY[{voices}], %(least)s)
JOIN st.voiceprint_library USING (voiceprint_id)
WHERE user_id = %(user)s AND status <> 'heard'
  AND (status = 'confirmed' OR transcript_id IS DISTINCT FROM %(id)s
       OR computation <> %(computation)s)
"""
# Sketches are kept in half precision: a product of two is off by less than this.
ROUNDING = 0.002
_PENDING = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, status, pending_number, model,
                                   embedding, seconds, transcript_id, speaker, computation)
VALUES (%(user)s, %(voiceprint)s, 'pending', %(number)s, %(model)s, %(vector)s::vector,
        %(seconds)s, %(id)s, %(speaker)s, %(computation)s)
ON CONFLICT (user_id, voiceprint_id) DO UPDATE
    SET embedding = excluded.embedding, seconds = excluded.seconds
RETURNING voiceprint_id, pending_number
"""
# A voice that had a number in this transcript before keeps it: by that it is found elsewhere.
_HEARD = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, status, pending_number, model,
                                   embedding, seconds, transcript_id, speaker, computation)
VALUES (%(user)s, %(voiceprint)s, 'heard',
        (SELECT pending_number FROM st.voiceprint_library
         WHERE user_id = %(user)s AND transcript_id = %(id)s AND pending_number = %(number)s
         LIMIT 1),
        %(model)s, %(vector)s::vector, %(seconds)s, %(id)s, %(speaker)s, %(computation)s)
ON CONFLICT (user_id, voiceprint_id) DO NOTHING
"""
_NEXT = """
SELECT coalesce(max(pending_number), 0) + 1 FROM st.voiceprint_library WHERE user_id = %s
"""


@dataclass(frozen=True)
class Entry:
    """A voice of the library, and how like it is to each voice asked for (cosines).

    `here`: it is of the transcript asked for, by an earlier computation or by a person's word.
    """

    voiceprint_id: UUID
    name: str | None
    confirmed: bool
    pending_number: int | None
    here: bool
    scores: list[float]

    @property
    def person(self) -> str:
        """A second entry of the same person is no rival to the first."""
        return self.name or f"pending {self.pending_number}"


def match(
    connection: Connection[Any],
    event: Any,
    voiceprints: Sequence[e.Voiceprint],
    settings: Settings,
) -> dict[str, e.VoiceprintMatch]:
    """For each speaker the known person, or the pending entry that is kept for the voice.

    An earlier computation's entries stay beside those of this one, whose result may never come:
    the sink removes them when it does. Raises `PoisonError` as `library.check`.
    """
    library.check(connection, event.user_id, voiceprints)
    entries = near(connection, event, voiceprints, settings)
    floor = _floor(settings)
    return {
        voiceprint.speaker: _matched(
            connection, event, voiceprint, best(entries, i, floor), settings
        )
        for i, voiceprint in enumerate(voiceprints)
    }


def near(
    connection: Connection[Any],
    event: Any,
    voiceprints: Sequence[e.Voiceprint],
    settings: Settings,
) -> list[Entry]:
    """The tenant's voices that come near enough to any of these to matter, exactly."""
    if not voiceprints:
        return []
    vectors = {f"v{i}": json.dumps(unit(v.embedding).tolist()) for i, v in enumerate(voiceprints)}
    query = _NEAR.format(
        voices=", ".join(f"%({v})s::vector" for v in vectors),
        scores=", ".join(f"1 - (embedding <=> %({v})s::vector)" for v in vectors),
    )
    floor = _floor(settings)
    asked = {
        **vectors,
        "user": event.user_id,
        "model": voiceprints[0].model,
        "id": event.transcript_id,
        "computation": computation(event.meta.revision),
        "least": floor - ROUNDING,
    }
    # A prepared statement would turn the texts into vectors again for every row.
    rows = connection.execute(query.encode(), asked, prepare=False).fetchall()
    entries = [
        Entry(i, name, status == "confirmed", number, here, list(scores))
        for i, name, status, number, here, scores in rows
    ]
    return [entry for entry in entries if max(entry.scores) >= floor]


def _floor(settings: Settings) -> float:
    """The least cosine that can change a decision."""
    return settings.voiceprint_threshold - settings.voiceprint_margin


def best(entries: Sequence[Entry], i: int, floor: float) -> list[tuple[float, Entry]]:
    """The likest person to voice `i` and the next one, with their scores, from the floor up."""
    people: dict[str, tuple[float, Entry]] = {}
    for entry in (entry for entry in entries if entry.scores[i] >= floor):
        if entry.person not in people or people[entry.person][0] < entry.scores[i]:
            people[entry.person] = (entry.scores[i], entry)
    return sorted(people.values(), key=lambda found: -found[0])[:2]


def _matched(
    connection: Connection[Any],
    event: Any,
    voiceprint: e.Voiceprint,
    found: Sequence[tuple[float, Entry]],
    settings: Settings,
) -> e.VoiceprintMatch:
    score, entry = found[0] if found else (None, None)
    second = found[1][0] if len(found) > 1 else None
    sure = entry is not None and score is not None and decided(score, second, settings)
    if entry is not None and sure and entry.confirmed:
        # In case a person says that it is somebody else.
        heard = _values(event, voiceprint, "heard", entry.pending_number)
        connection.execute(_HEARD, heard)
        return e.VoiceprintMatch(
            status=e.MatchStatus.KNOWN,
            voiceprint_id=entry.voiceprint_id,
            name=entry.name,
            score=score,
            second_score=second,
            pending_number=None,
        )
    # In one recording the likest voice is the same one, whoever else is nearly as like.
    again = entry is not None and entry.here and (score or 0) >= settings.voiceprint_threshold
    known = entry.pending_number if entry is not None and (sure or again) else None
    number = known if known is not None else _next(connection, event.user_id)
    identity = _pending(connection, event, voiceprint, number)
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


def _pending(
    connection: Connection[Any], event: Any, voiceprint: e.Voiceprint, number: int
) -> tuple[UUID, int | None]:
    values = _values(event, voiceprint, "pending", number)
    row = connection.execute(_PENDING, values).fetchone()
    return (row[0], row[1]) if row else (values["voiceprint"], number)


def _values(event: Any, voiceprint: e.Voiceprint, kind: str, number: int | None) -> dict[str, Any]:
    of = computation(event.meta.revision)
    place = f"{event.user_id}|{event.transcript_id}|{of}|{voiceprint.speaker}"
    return {
        "user": event.user_id,
        "id": event.transcript_id,
        "model": voiceprint.model,
        "vector": json.dumps(voiceprint.embedding),
        "seconds": voiceprint.seconds,
        "speaker": voiceprint.speaker,
        "computation": of,
        "number": number,
        "voiceprint": uuid5(NAMESPACE_URL, f"{kind}/{place}"),
    }
