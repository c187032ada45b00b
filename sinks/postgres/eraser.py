"""Erasing a tenant's rows, a transcript's, or a document's."""

from typing import Any

from psycopg import Connection, sql

from schemas import events as e
from streams.errors import PoisonError

OF_A_TRANSCRIPT = (
    "meetnoo.segments",
    "meetnoo.phase_runs",
    "meetnoo.pipelines",
    "st.enriched_segments",
    "st.speakers",
    "st.contextual_files",
    "st.transcripts",
)
# Kept by the text alone: with any document all that the tenant's have told goes, to be asked again.
_TOLD = "st.metadata_cache"
OF_A_TENANT = (*OF_A_TRANSCRIPT, "st.voiceprint_library", _TOLD)
# Late events of these must not write them anew.
_REMEMBER = """
INSERT INTO st.erased_transcripts (transcript_id)
SELECT transcript_id FROM st.transcripts WHERE user_id = %(user)s AND {of_these}
UNION SELECT transcript_id FROM meetnoo.pipelines WHERE user_id = %(user)s AND {of_these}
ON CONFLICT DO NOTHING
"""
_ARCHIVED = """
SELECT 1 FROM st.transcripts WHERE user_id = %s AND transcript_id = %s AND status = 'archived'
"""
_EVERYTHING = sql.SQL("")
_TRANSCRIPT = sql.SQL(" AND transcript_id = %(transcript_id)s")
_DOCUMENT = _TRANSCRIPT + sql.SQL(" AND file_id = %(file_id)s")
_UNNAMED = _TRANSCRIPT + sql.SQL(" AND status <> 'confirmed'")


def erase(connection: Connection[Any], event: e.ErasureRequested) -> dict[str, int]:
    """Delete what the event asks for; rows deleted by table.

    A voice that a person has named belongs to the library and stays when its transcript goes.
    Raises `PoisonError` for a document of a transcript that is archived.
    """
    if event.file_id is not None:
        _refuse_archived(connection, event)
        return {
            "st.contextual_files": _delete(connection, event, "st.contextual_files", _DOCUMENT),
            _TOLD: _delete(connection, event, _TOLD),
        }
    _remember(connection, event)
    if event.transcript_id is None:
        return {table: _delete(connection, event, table) for table in OF_A_TENANT}
    removed = {table: _delete(connection, event, table, _TRANSCRIPT) for table in OF_A_TRANSCRIPT}
    library = "st.voiceprint_library"
    removed[library] = _delete(connection, event, library, _UNNAMED)
    removed[_TOLD] = _delete(connection, event, _TOLD)
    return removed


def _refuse_archived(connection: Connection[Any], event: e.ErasureRequested) -> None:
    if connection.execute(_ARCHIVED, (event.user_id, event.transcript_id)).fetchone():
        raise PoisonError(
            "the document's transcript is archived: bring it back first, with"
            f" python -m sinks restore {event.transcript_id} --user {event.user_id}"
        )


def _remember(connection: Connection[Any], event: e.ErasureRequested) -> None:
    of_these = "true" if event.transcript_id is None else "transcript_id = %(id)s"
    values = {"user": event.user_id, "id": event.transcript_id}
    connection.execute(_REMEMBER.format(of_these=of_these).encode(), values)


def _delete(
    connection: Connection[Any],
    event: e.ErasureRequested,
    table: str,
    of_these: sql.Composable = _EVERYTHING,
) -> int:
    query = sql.SQL("DELETE FROM {} WHERE user_id = %(user_id)s").format(
        sql.Identifier(*table.split("."))
    )
    values = {
        "user_id": event.user_id,
        "transcript_id": event.transcript_id,
        "file_id": event.file_id,
    }
    return connection.execute(query + of_these, values).rowcount
