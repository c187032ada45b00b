"""The joins of the stages, kept with the transcript's pipeline row in a transaction.

Whoever adds what completes a join acts on it; an event that comes again finds it complete and
acts again, to the same effect.
"""

from typing import Any

import orjson
from psycopg import Connection

# One way there and back; the row is locked from then on until the transaction ends.
_ADD = """
INSERT INTO meetnoo.pipelines AS p (user_id, transcript_id, revision, state)
VALUES (%(user)s, %(id)s, %(revision)s, jsonb_build_object(%(of)s::text,
        jsonb_build_object(%(kind)s::text, jsonb_build_object(%(name)s::text, %(value)s::jsonb))))
ON CONFLICT (user_id, transcript_id) DO UPDATE SET updated_at = now(), state = p.state
    || jsonb_build_object(%(of)s::text, coalesce(p.state -> %(of)s::text, '{}')
    || jsonb_build_object(%(kind)s::text, coalesce(p.state -> %(of)s::text -> %(kind)s::text, '{}')
    || jsonb_build_object(%(name)s::text, %(value)s::jsonb)))
RETURNING state -> %(of)s::text
"""


def add(
    connection: Connection[Any], event: Any, kind: str, name: str, value: Any, of: str = ""
) -> dict[str, Any]:
    """Put `value` under `kind` and `name`; all that is there by then.

    There is: in what is kept `of` the event's revision, if nothing else is given.
    """
    values = {
        "user": event.user_id,
        "id": event.transcript_id,
        "revision": event.meta.revision,
        "of": of or str(event.meta.revision),
        "kind": kind,
        "name": name,
        "value": orjson.dumps(value).decode(),
    }
    row = connection.execute(_ADD, values).fetchone()
    found: dict[str, Any] = row[0] if row else {}
    return found


def parts_complete(state: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The parts of `segments.transcribed` in order, once all are there."""
    parts = state.get("parts", {})
    ordered = [parts[number] for number in sorted(parts, key=int)]
    return ordered if ordered and len(ordered) == ordered[0]["parts"] else None
