"""What a reader of a transcript should know about it."""

from typing import Any
from uuid import UUID

from psycopg import Connection

# It may come before the transcript's beginning has been noted, which then keeps it.
_WARN = """
INSERT INTO st.transcripts AS t (user_id, transcript_id, warnings)
VALUES (%(user)s, %(id)s, jsonb_build_array(%(text)s::text))
ON CONFLICT (user_id, transcript_id) DO UPDATE
    SET warnings = t.warnings || excluded.warnings WHERE NOT t.warnings ? %(text)s
"""


def warn(connection: Connection[Any], user_id: str, transcript_id: UUID, text: str) -> None:
    """Keep a warning with the transcript, once."""
    connection.execute(_WARN, {"text": text, "user": user_id, "id": transcript_id})
