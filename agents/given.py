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
from agents.enrich.logic import carried
from schemas import events as e
from streams.events import followed
from streams.reprocess import computation

# The row is locked, so that two names given at once have a revision each.
_GIVEN = """
SELECT state -> 'given' FROM meetnoo.pipelines
WHERE user_id = %s AND transcript_id = %s FOR UPDATE
"""


@dataclass(frozen=True)
class Given:
    """A speaker's name, the revision in which it is first, and (start, end) of what he said.

    `follows`: it was given to the same voice in another transcript.
    """

    speaker: str
    name: str
    revision: int
    spans: list[tuple[float, float]]
    follows: bool = False


def names(connection: Connection[Any], event: Any) -> dict[int, dict[str, Given]]:
    """All that were given to the event's transcript: by computation, then by event."""
    row = connection.execute(_GIVEN, (event.user_id, event.transcript_id)).fetchone()
    return read(row[0] if row else None)


def read(kept: Mapping[str, Any] | None) -> dict[int, dict[str, Given]]:
    """What is kept of a transcript's names: by computation, then by event."""
    return {
        int(number): {identity: Given(**value) for identity, value in own.items()}
        for number, own in (kept or {}).items()
    }


def kept(connection: Connection[Any], event: e.SpeakerConfirmed, number: int) -> bool:
    """Whether this very event was kept before, for a computation of that number."""
    return str(event.meta.event_id) in names(connection, event).get(number, {})


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
        known[identity] = Given(event.speaker, event.name, revision, list(spans), followed(event))
        state.add(connection, event, str(number), identity, vars(known[identity]), of="given")
    return known[identity].revision, latest(known.values())


def latest(given: Iterable[Given]) -> list[Given]:
    """The last name of each speaker, in the order in which they were given."""
    ordered = sorted(given, key=lambda one: one.revision)
    return list({one.speaker: one for one in ordered}.values())


def direct(
    known: Mapping[int, Mapping[str, Given]], segments: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Names by label that persons gave in this transcript itself, to it or to an earlier result.

    `segments` are of the present one. A name that only follows is another transcript's to change.
    """
    found: dict[str, str] = {}
    for _, own in sorted(known.items()):
        last = [one for one in latest(own.values()) if not one.follows]
        found |= carried([(x.speaker, x.name, a, b) for x in last for a, b in x.spans], segments)
    return found


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
