"""Old transcripts from their tables into Parquet files of the object store, and back.

The row in `st.transcripts` stays, with the status `archived`. Rows are deleted in the transaction
that read them, after the files were written and read again, so that a crash at any moment leaves
them in at least one place; whatever it leaves in both, the next run writes over.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg import Connection, sql

from sinks.postgres import parquet
from sinks.postgres.eraser import OF_A_TRANSCRIPT
from streams.db import Database
from streams.errors import PoisonError, TransientError
from streams.objects import ObjectStore

TABLES = tuple(table for table in OF_A_TRANSCRIPT if table != "st.transcripts")
"""Voices stay: later transcripts are compared with them."""
MANIFEST = "manifest.json"
RESTORED_STAYS_DAYS = 30
_OLD = """
SELECT user_id, transcript_id FROM st.transcripts
WHERE status IN ('completed', 'failed') AND created_at < now() - make_interval(days => %(days)s)
  AND (restored_at IS NULL OR restored_at < now() - make_interval(days => %(stays)s))
ORDER BY created_at
"""
_LOCK = """
SELECT status FROM st.transcripts WHERE user_id = %(user)s AND transcript_id = %(id)s FOR UPDATE
"""
_ARCHIVED = """
UPDATE st.transcripts SET status = 'archived' WHERE user_id = %(user)s AND transcript_id = %(id)s
"""
_RESTORED = """
UPDATE st.transcripts SET status = %(status)s, restored_at = now()
WHERE user_id = %(user)s AND transcript_id = %(id)s
"""
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_OF_IT = sql.SQL("WHERE user_id = %(user)s AND transcript_id = %(id)s")
Place = Mapping[str, Any]


def old(operators: Database, days: int) -> list[tuple[str, UUID]]:
    """Tenant and id of what ended and is older than this, the oldest first; over all tenants."""
    [found] = operators.read([], (_OLD, {"days": days, "stays": RESTORED_STAYS_DAYS}))
    return [(user_id, transcript_id) for user_id, transcript_id in found]


class Archive:
    """Moves a transcript's rows out of the database and back."""

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._database = database
        self._objects = objects

    def store(self, user_id: str, transcript_id: UUID) -> int:
        """Move a transcript's rows into files; how many they were, 0 when there is nothing to do.

        Raises `TransientError` when rows came meanwhile, with everything as it was.
        """
        place = {"user": user_id, "id": transcript_id}
        prefix = self._objects.archive(user_id, transcript_id)
        with self._database.transaction(user_id) as connection:
            found = connection.execute(_LOCK, place).fetchone()
            if found is None or found[0] not in ("completed", "failed"):
                return 0
            self._objects.remove(prefix)
            counts = {table: self._write(connection, table, place, prefix) for table in TABLES}
            manifest = {"status": found[0], "rows": counts}
            self._objects.put_json(f"{prefix}/{MANIFEST}", manifest)
            for table, count in counts.items():
                _delete(connection, table, place, count)
            connection.execute(_ARCHIVED, place)
        return sum(counts.values())

    def restore(self, user_id: str, transcript_id: UUID) -> int:
        """Bring a transcript's rows back as they were; how many they are.

        Raises `PoisonError` when it is not archived, or a file of it is missing or damaged.
        """
        place = {"user": user_id, "id": transcript_id}
        prefix = self._objects.archive(user_id, transcript_id)
        with self._database.transaction(user_id) as connection:
            found = connection.execute(_LOCK, place).fetchone()
            if found is None or found[0] != "archived":
                raise PoisonError(f"{user_id} has no archived transcript {transcript_id}")
            manifest = self._objects.get_json(f"{prefix}/{MANIFEST}")
            for table, count in manifest["rows"].items():
                data = self._objects.get_bytes(f"{prefix}/{table}.parquet")
                _insert(connection, table, data, count)
            connection.execute(_RESTORED, {**place, "status": manifest["status"]})
        self._objects.remove(prefix)
        return sum(manifest["rows"].values())

    def erase(self, user_id: str, transcript_id: UUID | None) -> int:
        """Remove the files of a transcript, or of all of a tenant's; how many there were."""
        return self._objects.remove(self._objects.archive(user_id, transcript_id))

    def _write(self, connection: Connection[Any], table: str, place: Place, prefix: str) -> int:
        columns = _columns(connection, table)
        names = sql.SQL(", ").join(parquet.read_as(*column) for column in columns.items())
        query = sql.SQL("SELECT {} FROM {} {} FOR UPDATE").format(names, _identifier(table), _OF_IT)
        # In binary, or numbers of four bytes would come as their shortest text.
        rows = connection.execute(query, place, binary=True).fetchall()
        uri = self._objects.put_bytes(f"{prefix}/{table}.parquet", parquet.packed(columns, rows))
        if parquet.unpacked(self._objects.get_bytes(uri)) != (list(columns), rows):
            raise TransientError(f"{uri} does not read as it was written")
        return len(rows)


def _delete(connection: Connection[Any], table: str, place: Place, count: int) -> None:
    query = sql.SQL("DELETE FROM {} {}").format(_identifier(table), _OF_IT)
    if connection.execute(query, place).rowcount != count:
        raise TransientError(f"{table} of {place['id']} has changed; the next run archives it")


def _insert(connection: Connection[Any], table: str, data: bytes, count: int) -> None:
    """Columns that a migration has dropped since are left out; rows that are there stay."""
    names, rows = parquet.unpacked(data)
    if len(rows) != count:
        raise PoisonError(f"the file of {table} has {len(rows)} rows; it was written with {count}")
    columns = _columns(connection, table)
    kept = [name for name in names if name in columns]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        _identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, kept)),
        sql.SQL(", ").join(parquet.write_as(columns[name]) for name in kept),
    )
    places = [names.index(name) for name in kept]
    with connection.cursor() as cursor:
        cursor.executemany(statement, ([row[i] for i in places] for row in rows))


def _columns(connection: Connection[Any], table: str) -> dict[str, str]:
    return dict(connection.execute(_COLUMNS, (table,)).fetchall())


def _identifier(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))
