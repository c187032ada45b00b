"""One transcript read, and one written, with millions of segments in the table.

The table grows in place from size to size. Read is what the gateway reads for `show`; written are
the 33 segments of a new transcript, by the sink, in one batch. Found are a tenant's segments whose
speaker is of a company, which is asked of their JSON.
"""

import time
from collections.abc import Callable
from random import Random
from typing import Annotated

import numpy as np
import psycopg
import typer
from rich.progress import Progress

from benchmarks.rows import COMPANIES, SEGMENTS, fill, place_of, segments
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from gateway.transcript import load
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.objects import ObjectStore

RUNS = 200
READ_MS, WRITE_MS = 2.0, 5.0
FOUND_MS = 80.0  # what it took the system that this one replaces
_OF_COMPANY = """
SELECT count(*), count(DISTINCT transcript_id) FROM st.enriched_segments
WHERE user_id = %(user)s AND facts @> jsonb_build_object('company', %(company)s::text)
"""
STEP = 5_000


def main(
    millions: Annotated[list[int] | None, typer.Option(help="Sizes; 1 and 5 if not given.")] = None,
    json_file: Json = None,
) -> None:
    """Print the times at each size."""
    rows: list[Row] = []
    written = 0
    with running(("postgres", "migrate")) as stack:
        settings = settings_of(stack)
        database = Database(settings, size=2)
        sink = PostgresSink(database, ObjectStore(settings))
        with psycopg.connect(stack.owner_dsn, autocommit=True) as connection:
            for size in sorted(millions or [1, 5]):
                count = size * 1_000_000 // SEGMENTS
                _grow(connection, written, count)
                written = count
                rows += _measured(size, count, connection, database, sink)
        database.close()
    report("read and write one transcript", rows, json_file)


def _grow(connection: psycopg.Connection[tuple[object, ...]], first: int, last: int) -> None:
    with Progress(transient=True) as progress:
        task = progress.add_task("filling the table", total=last - first)
        for start in range(first, last, STEP):
            fill(connection, start, min(start + STEP, last))
            progress.advance(task, min(STEP, last - start))
    connection.execute("VACUUM ANALYZE st.enriched_segments")
    connection.execute("CHECKPOINT")


def _measured(
    size: int,
    count: int,
    connection: psycopg.Connection[tuple[object, ...]],
    database: Database,
    sink: PostgresSink,
) -> list[Row]:
    chance = Random(size)
    numbers = [chance.randrange(count) for _ in range(RUNS)]
    places = [place_of(connection, number) for number in numbers]
    new = [list(segments(size * 10**6 + i, 1)) for i in range(RUNS)]

    def read(i: int) -> None:
        found = load(database, *places[i])
        assert found is not None
        assert len(found.segments) == SEGMENTS

    def write(i: int) -> None:
        sink.handle(new[i], lambda _: None)

    def find(i: int) -> None:
        tenant, number = places[i][0], numbers[i]
        asked = {"user": tenant, "company": f"Institut {number % COMPANIES}"}
        [[(found, _)]] = database.read([tenant], (_OF_COMPANY, asked))
        assert found > 0

    read_p95, write_p95, find_p95 = _p95_ms(read), _p95_ms(write), _p95_ms(find)
    name = f"{size} million segments"
    return [
        Row(f"{name}: read one transcript, p95", read_p95, "ms", "<= 2", read_p95 <= READ_MS),
        Row(f"{name}: write 33 segments, p95", write_p95, "ms", "<= 5", write_p95 <= WRITE_MS),
        Row(f"{name}: find by company, p95", find_p95, "ms", "<= 80", find_p95 <= FOUND_MS),
    ]


def _p95_ms(work: Callable[[int], None]) -> float:
    """The first calls are left out: connections live for an hour and prepare what they repeat."""
    times = []
    for i in range(RUNS):
        began = time.perf_counter()
        work(i)
        times.append((time.perf_counter() - began) * 1000)
    return float(np.percentile(times[RUNS // 10 :], 95))


if __name__ == "__main__":
    typer.run(main)
