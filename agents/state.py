"""The joins of the stages, kept with the transcript's pipeline row in a transaction.

Whoever adds what completes a join acts on it; an event that comes again finds it complete and
acts again, to the same effect. Once the transcript is stored, what was joined goes, and nothing is
kept of its events that come again: their result is there.
"""

from typing import Any

import orjson
from psycopg import Connection

from schemas import events as e

# One way there and back; the row is locked from then on until the transaction ends.
_ADD = """
INSERT INTO meetnoo.pipelines AS p (user_id, transcript_id, revision, state)
VALUES (%(user)s, %(id)s, %(revision)s, jsonb_build_object(%(of)s::text,
        jsonb_build_object(%(kind)s::text, jsonb_build_object(%(name)s::text, %(value)s::jsonb))))
ON CONFLICT (user_id, transcript_id) DO UPDATE SET updated_at = now(), state = p.state
    || jsonb_build_object(%(of)s::text, coalesce(p.state -> %(of)s::text, '{}')
    || jsonb_build_object(%(kind)s::text, coalesce(p.state -> %(of)s::text -> %(kind)s::text, '{}')
    || jsonb_build_object(%(name)s::text, %(value)s::jsonb)))
WHERE %(of)s::text <> %(revision)s::text
   OR coalesce((p.state ->> 'stored')::integer, 0) < %(revision)s
RETURNING state -> %(of)s::text
"""
# Of earlier revisions, too: one that failed is not gone on with.
_END = """
UPDATE meetnoo.pipelines p SET state = jsonb_build_object('stored', %(revision)s::integer) || (
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(p.state)
    WHERE CASE WHEN key ~ '^[0-9]+$' THEN key::integer > %(revision)s ELSE key <> 'stored' END)
WHERE user_id = %(user)s AND transcript_id = %(id)s
  AND coalesce((p.state ->> 'stored')::integer, 0) < %(revision)s
"""


def add(
    connection: Connection[Any], event: Any, kind: str, name: str, value: Any, of: str = ""
) -> dict[str, Any]:
    """Put `value` under `kind` and `name`; all that is there by then.

    There is: in what is kept `of` the event's revision, if nothing else is given. Of a revision
    that is stored there is nothing.
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


def end(connection: Connection[Any], event: e.TranscriptStored) -> None:
    """The event's revision is stored: remove what was joined for it and for earlier ones."""
    values = {
        "user": event.user_id,
        "id": event.transcript_id,
        "revision": event.meta.revision,
    }
    connection.execute(_END, values)


def parts_complete(state: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The parts of `segments.transcribed` in order, once all are there."""
    parts = state.get("parts", {})
    ordered = [parts[number] for number in sorted(parts, key=int)]
    return ordered if ordered and len(ordered) == ordered[0]["parts"] else None
