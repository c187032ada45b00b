"""Rows into tables: COPY into a staging table, then one upsert."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from schemas import events as e
from sinks.postgres.rows import TABLES, Row, Rows, Table, deduplicated
from streams.reprocess import computation
from streams.warning import warn


def write(connection: Connection[Any], rows: Rows) -> None:
    """Upsert rows by table; writing the same again changes nothing, nor does what was erased."""
    for name, table_rows in rows.items():
        if table_rows:
            _upsert(connection, TABLES[name], deduplicated(table_rows, TABLES[name].key))


def _upsert(connection: Connection[Any], table: Table, rows: list[Row]) -> None:
    columns = tuple(rows[0])
    stage, fill, merge = _statements(table, columns)
    with connection.cursor() as cursor:
        cursor.execute(stage)
        with cursor.copy(fill) as copy:
            for row in rows:
                copy.write_row([row[column] for column in columns])
        cursor.execute(merge)


@cache
def _statements(table: Table, columns: tuple[str, ...]) -> tuple[bytes, bytes, bytes]:
    """Make the staging table, COPY into it, and merge it into the table itself.

    It is made once a connection: the system's catalogue would grow with every batch.
    """
    target = sql.Identifier(*table.name.split("."))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    staging = sql.Identifier(f"staging_{table.name.rpartition('.')[2]}")
    stage = sql.SQL(
        "CREATE TEMP TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS AS SELECT * FROM {} WITH NO DATA"
    ).format(staging, target)
    fill = sql.SQL("COPY {} ({}) FROM STDIN").format(staging, names)
    merge = _merge(table, target, staging, names, columns)
    return stage.as_bytes(None), fill.as_bytes(None), merge.as_bytes(None)


def _merge(
    table: Table,
    target: sql.Identifier,
    staging: sql.Identifier,
    names: sql.Composed,
    columns: Sequence[str],
) -> sql.Composed:
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(c))
        for c in columns
        if c not in table.key
    )
    condition = sql.SQL("WHERE t.revision <= excluded.revision" if table.revised else "")
    return sql.SQL(
        "INSERT INTO {target} AS t ({names}) SELECT {names} FROM {staging} "
        "WHERE NOT EXISTS (SELECT 1 FROM st.erased_transcripts x"
        " WHERE x.transcript_id = {staging}.transcript_id) "
        "ON CONFLICT ({key}) DO UPDATE SET {changes} {condition}"
    ).format(
        target=target,
        names=names,
        staging=staging,
        key=sql.SQL(", ").join(map(sql.Identifier, table.key)),
        changes=changes,
        condition=condition,
    )


_SUMMARY = """
INSERT INTO st.transcripts AS t
    (user_id, transcript_id, revision, language, duration_s, segment_total, speaker_total)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (user_id, transcript_id) DO UPDATE SET
    revision = excluded.revision, language = excluded.language,
    duration_s = excluded.duration_s, segment_total = excluded.segment_total,
    speaker_total = excluded.speaker_total
WHERE t.revision <= excluded.revision
"""


# Their labels are of a result that is replaced; a voice that a person has named is the library's.
_REPLACED_VOICES = """
DELETE FROM st.voiceprint_library
WHERE user_id = %s AND transcript_id = %s AND status <> 'confirmed' AND computation < %s
"""


def write_summary(connection: Connection[Any], event: e.SpeakersIdentified) -> None:
    """What the end of post-processing says of the transcript as a whole.

    Voices of earlier computations that nobody has named go.
    """
    counts = (event.segment_total, len(event.speakers))
    identity = (event.user_id, event.transcript_id, event.meta.revision)
    connection.execute(_SUMMARY, (*identity, event.language, event.duration_s, *counts))
    connection.execute(_REPLACED_VOICES, (*identity[:2], computation(event.meta.revision)))
    for warning in event.warnings:
        warn(connection, event.user_id, event.transcript_id, warning)


_MODELS = """
INSERT INTO st.transcripts AS t (user_id, transcript_id, models) VALUES (%s, %s, %s)
ON CONFLICT (user_id, transcript_id) DO UPDATE SET models = excluded.models
"""


def write_models(connection: Connection[Any], event: e.SegmentsTranscribed) -> None:
    """Which models made the text and the speakers."""
    identity = (event.user_id, event.transcript_id)
    connection.execute(_MODELS, (*identity, Jsonb(event.models)))


_COMPLETE = """
SELECT t.user_id, t.transcript_id, t.revision, t.segment_total, t.speaker_total
FROM unnest(%(users)s::text[], %(ids)s::uuid[]) AS asked (user_id, transcript_id)
JOIN st.transcripts t USING (user_id, transcript_id)
WHERE t.segment_total = (
      SELECT count(*) FROM st.enriched_segments s
      WHERE s.user_id = t.user_id AND s.transcript_id = t.transcript_id
        AND s.revision = t.revision)
  AND t.speaker_total = (
      SELECT count(*) FROM st.speakers p
      WHERE p.user_id = t.user_id AND p.transcript_id = t.transcript_id
        AND p.revision = t.revision)
"""


def complete(events: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """What asks which of these transcripts are stored whole.

    It tells their tenant, id, revision, segments and speakers.
    """
    asked = {
        "users": [event.user_id for event in events],
        "ids": [event.transcript_id for event in events],
    }
    return _COMPLETE, asked


def touched(events: Iterable[Any]) -> list[Any]:
    """One event for each transcript that may have become complete."""
    kinds = (e.SegmentEnriched, e.SpeakersIdentified)
    found = (x for x in events if isinstance(x, kinds))
    return list({(x.user_id, x.transcript_id): x for x in found}.values())
