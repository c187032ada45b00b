"""Segments into PostgreSQL: the sink, event batch by event batch, beside bare COPY of its rows.

Both write the same rows in the same run into tables with the same keys, partitions and indexes:
the sink with its staging table, upsert and bookkeeping, as it does after decoding; COPY in batches
of the same size, each committed.
"""

import time
from typing import Annotated, Any

import psycopg
import typer
from psycopg import sql

from benchmarks.rows import SEGMENTS, segments
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from schemas import events as e
from sinks.postgres.rows import rows_of
from sinks.postgres.sink import PostgresSink, spec
from streams.db import Database
from streams.objects import ObjectStore

GOAL, SHARE = 10_000, 0.5


def main(
    transcripts: Annotated[int, typer.Option(help="Of 33 segments each.")] = 1000,
    json_file: Json = None,
) -> None:
    """Print segments per second of both."""
    with running(("postgres", "migrate")) as stack:
        settings = settings_of(stack)
        database, objects = Database(settings, size=2), ObjectStore(settings)
        batch = spec(database, objects).batch_size
        sink = PostgresSink(database, objects)
        sink.handle(list(segments(10**6, 20)), _unheard)
        new = list(segments(0, transcripts))
        batches = [new[i : i + batch] for i in range(0, len(new), batch)]
        began = time.monotonic()
        for one in batches:
            sink.handle(one, _unheard)
        ours = len(new) / (time.monotonic() - began)
        began = time.monotonic()
        for one in batches:
            sink.handle(one, _unheard)
        again = len(new) / (time.monotonic() - began)
        bare = _copied(stack.owner_dsn, batches)
        _check(stack.owner_dsn, len(new) + 20 * SEGMENTS)
        database.close()
    rows = [
        Row("the sink", ours, "segments/s", f">= {GOAL}", ours >= GOAL),
        Row("the sink, the same events again", again, "segments/s"),
        Row("bare COPY of the same rows", bare, "segments/s"),
        Row("sink / COPY", ours / bare, "×", f">= {SHARE}", ours / bare >= SHARE),
    ]
    report(f"sink, {len(new)} segments in batches of {batch}", rows, json_file)


def _unheard(event: Any) -> None:
    """Nobody listens."""


def _copied(dsn: str, batches: list[list[e.SegmentEnriched]]) -> float:
    """Segments a second by COPY into a table made like the sink's."""
    rows = [
        [row for event in batch for row in rows_of(event)["st.enriched_segments"]]
        for batch in batches
    ]
    columns = list(rows[0][0])
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE st.bare (LIKE st.enriched_segments INCLUDING ALL)"
            " PARTITION BY HASH (user_id)"
        )
        for i in range(16):
            connection.execute(
                f"CREATE TABLE st.bare_{i} PARTITION OF st.bare"
                f" FOR VALUES WITH (MODULUS 16, REMAINDER {i})"
            )
        command = sql.SQL("COPY st.bare ({}) FROM STDIN").format(names)
        began = time.monotonic()
        for batch in rows:
            with connection.cursor().copy(command) as copy:
                for row in batch:
                    copy.write_row([row[column] for column in columns])
        return sum(map(len, rows)) / (time.monotonic() - began)


def _check(dsn: str, expected: int) -> None:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM st.enriched_segments").fetchone()
    if row is None or row[0] != expected:
        raise SystemExit(f"{row} rows are in the table; {expected} should be")


if __name__ == "__main__":
    typer.run(main)
