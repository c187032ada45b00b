"""The joins of the stages, kept with the transcript's pipeline row in a transaction.

Whoever adds what completes a join acts on it; an event that comes again finds it complete and
acts again, to the same effect.
"""

import json
from typing import Any

from psycopg import Connection

_ENSURE = """
INSERT INTO meetnoo.pipelines (user_id, transcript_id, revision) VALUES (%s, %s, %s)
ON CONFLICT DO NOTHING
"""
_LOCK = """
SELECT state FROM meetnoo.pipelines WHERE user_id = %s AND transcript_id = %s FOR UPDATE
"""
_STORE = """
UPDATE meetnoo.pipelines SET state = %s, updated_at = now()
WHERE user_id = %s AND transcript_id = %s
"""


def add(
    connection: Connection[Any], event: Any, kind: str, name: str, value: Any
) -> dict[str, Any]:
    """Put `value` under `kind` and `name` of the event's revision; all that is there by then."""
    identity = (event.user_id, event.transcript_id)
    connection.execute(_ENSURE, (*identity, event.meta.revision))
    row = connection.execute(_LOCK, identity).fetchone()
    state: dict[str, Any] = row[0] if row else {}
    revision = str(event.meta.revision)
    of_revision: dict[str, Any] = state.setdefault(revision, {})
    of_revision.setdefault(kind, {})[name] = value
    connection.execute(_STORE, (json.dumps(state, default=str), *identity))
    return of_revision


def parts_complete(state: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The parts of `segments.transcribed` in order, once all are there."""
    parts = state.get("parts", {})
    ordered = [parts[number] for number in sorted(parts, key=int)]
    return ordered if ordered and len(ordered) == ordered[0]["parts"] else None
