"""Six voices against a tenant's library in PostgreSQL, exactly, beside a brute force in numpy.

Unit vectors at random; one of the six is like an entry of the library. Measured is the agent's own
query with its answer read; numpy has the library in memory already.
"""

import io
import statistics
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
import psycopg
import typer

from agents.pool import voices
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from schemas import events as e
from streams.db import work_for

SPEAKERS, NUMBERS, RUNS = 6, 192, 15
SIZES = (600, 100_000)
GOAL_MS = 20.0
Matrix = npt.NDArray[np.float32]
_COPY = """
COPY st.voiceprint_library (user_id, voiceprint_id, name, status, model, embedding) FROM STDIN
"""


def main(json_file: Json = None) -> None:
    """Print the times and whether both found the same."""
    rows: list[Row] = []
    with running(("postgres", "migrate")) as stack:
        settings = settings_of(stack)
        with (
            psycopg.connect(stack.owner_dsn, autocommit=True) as owner,
            psycopg.connect(stack.env["ST_POSTGRES_DSN"]) as connection,
        ):
            for size in SIZES:
                tenant = f"library-{size}"
                library = _unit(np.random.default_rng(size), size)
                _fill(owner, tenant, library)
                work_for(connection, [tenant])
                asked = _asked(library)
                event = SimpleNamespace(
                    user_id=tenant, transcript_id=uuid4(), meta=SimpleNamespace(revision=1)
                )
                spoken = [
                    e.Voiceprint(
                        speaker=f"S{i}", embedding=v.tolist(), model="campplus", seconds=20.0
                    )
                    for i, v in enumerate(asked)
                ]

                def ours() -> list[voices.Entry]:
                    return voices.near(connection, event, spoken, settings)  # noqa: B023

                def brute() -> Matrix:
                    scores: Matrix = library @ asked.T  # noqa: B023
                    scores.max(axis=0)
                    return scores

                rows += _rows(size, ours, brute, settings)
    report(f"voiceprints, {SPEAKERS} voices of {NUMBERS} numbers", rows, json_file)


def _rows(
    size: int, ours: Callable[[], list[voices.Entry]], brute: Callable[[], Matrix], settings: Any
) -> list[Row]:
    found, scores = ours(), brute()
    floor = settings.voiceprint_threshold - settings.voiceprint_margin
    expected = [int(i) for i in np.flatnonzero((scores >= floor).any(axis=1))]
    got = {int((entry.name or "").split()[1]): entry.scores for entry in found}
    same = sorted(got) == expected and all(
        np.allclose(got[i], scores[i], atol=1e-4) for i in expected
    )
    ms, numpy_ms = _median_ms(ours), _median_ms(brute)
    goal, met = (f"<= {GOAL_MS:g}", ms <= GOAL_MS) if size == max(SIZES) else (None, None)
    return [
        Row(f"{size} voiceprints: in PostgreSQL, one query", ms, "ms", goal, met),
        Row(f"{size} voiceprints: numpy", numpy_ms, "ms"),
        Row(f"{size} voiceprints: times numpy's", ms / numpy_ms, "×"),
        Row(f"{size} voiceprints: same as numpy", float(same), "", "1", same),
    ]


def _median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


def _unit(chance: np.random.Generator, count: int) -> Matrix:
    vectors = chance.standard_normal((count, NUMBERS)).astype(np.float32)
    unit: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _asked(library: Matrix) -> Matrix:
    """Five strangers, and a voice of the library on another day (cosine about 0.9)."""
    asked = _unit(np.random.default_rng(1), SPEAKERS)
    asked[2] = 0.9 * library[77] + 0.435 * asked[2]
    unit: Matrix = asked / np.linalg.norm(asked, axis=1, keepdims=True)
    return unit


def _fill(connection: psycopg.Connection[Any], tenant: str, library: Matrix) -> None:
    text = io.StringIO()
    for i, vector in enumerate(library):
        numbers = ",".join(f"{x:.8g}" for x in vector)
        text.write(f"{tenant}\t{uuid4()}\tPerson {i}\tconfirmed\tcampplus\t[{numbers}]\n")
    with connection.cursor().copy(_COPY) as copy:
        copy.write(text.getvalue())
    connection.execute("VACUUM ANALYZE st.voiceprint_library")
    connection.execute("VACUUM ANALYZE st.voiceprint_sketches")


if __name__ == "__main__":
    typer.run(main)
