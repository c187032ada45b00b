"""Names that persons gave, kept with a transcript's joins.

They are there before the sink has stored what follows from them, so one given a moment later, or
while the transcript is done again, does not undo them. Labels mean nothing beyond their own
computation: each name is kept under it, with the time in which its speaker spoke.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Connection

from agents import state
from schemas import events as e
from streams.reprocess import computation

# The row is locked, so that two names given at once have a revision each.
_GIVEN = """
SELECT state -> 'given' FROM meetnoo.pipelines
WHERE user_id = %s AND transcript_id = %s FOR UPDATE
"""


@dataclass(frozen=True)
class Given:
    """A speaker's name, the revision in which it is first, and (start, end) of what he said."""

    speaker: str
    name: str
    revision: int
    spans: list[tuple[float, float]]


def names(connection: Connection[Any], event: Any) -> dict[int, dict[str, Given]]:
    """All that were given to the event's transcript: by computation, then by event."""
    row = connection.execute(_GIVEN, (event.user_id, event.transcript_id)).fetchone()
    kept: Mapping[str, Any] = (row and row[0]) or {}
    return {
        int(number): {identity: Given(**value) for identity, value in own.items()}
        for number, own in kept.items()
    }


def keep(
    connection: Connection[Any],
    event: e.SpeakerConfirmed,
    stored: int,
    spans: Sequence[tuple[float, float]],
) -> tuple[int, list[Given]]:
    """Keep a name that is given to the stored revision.

    Returns the revision that it makes, the same if it comes again, and the names of the
    computation, the last of each speaker.
    """
    number, identity = computation(stored), str(event.meta.event_id)
    known = names(connection, event).get(number, {})
    if identity not in known:
        after = max((one.revision + 1 for one in known.values()), default=0)
        revision = max(event.meta.revision, stored + 1, after)
        known[identity] = Given(event.speaker, event.name, revision, list(spans))
        state.add(connection, event, str(number), identity, vars(known[identity]), of="given")
    return known[identity].revision, latest(known.values())


def latest(given: Iterable[Given]) -> list[Given]:
    """The last name of each speaker, in the order in which they were given."""
    ordered = sorted(given, key=lambda one: one.revision)
    return list({one.speaker: one for one in ordered}.values())


def said(
    known: Mapping[int, Mapping[str, Given]],
    before: int,
    stored: Sequence[tuple[int, str, str, float, float]] = (),
) -> list[tuple[str, str, float, float]]:
    """Label, name, start and end of what those named before a computation said.

    `stored` has the same of the result that is stored, its revision first. It has what computations
    before it were given; a name that was given to it counts from then on, stored or not.
    """
    number = max((number for number in known if number < before), default=-1)
    newer = bool(stored) and computation(stored[0][0]) > number
    own = [] if newer or number < 0 else latest(known[number].values())
    labels = {one.speaker for one in own}
    kept = [row[1:] for row in stored if row[1] not in labels]
    return [*kept, *((one.speaker, one.name, a, b) for one in own for a, b in one.spans)]
