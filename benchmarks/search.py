"""Many searches at once in the vector store: ours, which share their calls, beside the bare client.

Each search is what a transcript asks for: six speakers, filtered by tenant and transcript. Both
run in the same process on the same points, with as many threads as searches; `ST_QDRANT_URL` points
both at a server instead of the embedded store.
"""

import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
import typer
from qdrant_client import QdrantClient, models

from agents.enrich.retrieval import Query, Retrieval
from benchmarks.table import Json, Row, report
from sinks.qdrant.points import payload, point_id
from streams.settings import Settings
from streams.vectors import collection, open_qdrant

MODEL, NUMBERS = "benchmark", 384
TRANSCRIPTS, CHUNKS, SPEAKERS = 50, 18, 6
AT_ONCE = (10, 50, 100, 200, 500)
DEADLINE_S = 60.0
chance = np.random.default_rng(5)


def main(json_file: Json = None) -> None:
    """Print answered searches and their times, for each number of them at once."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings().model_copy(update={"qdrant_path": folder})
        client = open_qdrant(settings)
        _fill(client)
        try:
            rows = _rows(client, settings)
        finally:
            client.delete_collection(collection(MODEL))
            client.close()
    report(f"search, {TRANSCRIPTS * CHUNKS} chunks, {SPEAKERS} speakers a search", rows, json_file)


def _rows(client: QdrantClient, settings: Settings) -> list[Row]:
    retrieval = Retrieval(client, settings)
    bare_lock = threading.Lock()

    def ours(tenant: str, transcript: UUID, vectors: list[list[float]]) -> int:
        queries = [Query(vector) for vector in vectors]
        return len(retrieval.search(tenant, transcript, MODEL, queries))

    def bare(tenant: str, transcript: UUID, vectors: list[list[float]]) -> int:
        wanted = {"user_id": tenant, "transcript_id": str(transcript)}
        conditions: list[models.Condition] = [
            models.FieldCondition(key=key, match=models.MatchValue(value=value))
            for key, value in wanted.items()
        ]
        for vector in vectors:
            with bare_lock:  # the embedded store is not made for threads
                client.query_points(
                    collection(MODEL),
                    query=vector,
                    query_filter=models.Filter(must=conditions),
                    limit=settings.retrieval_limit,
                    score_threshold=settings.retrieval_min_score,
                )
        return len(vectors)

    rows = []
    for count in AT_ONCE:
        for name, search in (("bare client", bare), ("ours", ours)):
            seconds = _at_once(search, count)
            answered = 100 * len(seconds) / count
            goal, met = ("100", answered == 100) if name == "ours" else (None, None)
            p50, p95 = np.percentile(seconds or [DEADLINE_S], [50, 95])
            rows += [
                Row(f"{count} at once, {name}: answered", answered, "%", goal, met),
                Row(f"{count} at once, {name}: p50", float(p50) * 1000, "ms"),
                Row(f"{count} at once, {name}: p95", float(p95) * 1000, "ms"),
            ]
    return rows


def _at_once(search: Callable[[str, UUID, list[list[float]]], int], count: int) -> list[float]:
    """Seconds of the searches that were answered in time, all begun together."""
    together = threading.Barrier(count)
    questions = [_vectors(SPEAKERS) for _ in range(count)]

    def one(i: int) -> float | None:
        together.wait()
        began = time.monotonic()
        transcript = i % TRANSCRIPTS
        found = search(_tenant(transcript), UUID(int=transcript), questions[i])
        seconds = time.monotonic() - began
        return seconds if found == SPEAKERS and seconds < DEADLINE_S else None

    with ThreadPoolExecutor(count) as pool:
        return [s for s in pool.map(one, range(count)) if s is not None]


def _fill(client: QdrantClient) -> None:
    size = models.VectorParams(size=NUMBERS, distance=models.Distance.COSINE)
    client.create_collection(collection(MODEL), vectors_config=size)
    for transcript in range(TRANSCRIPTS):
        tenant, identity = _tenant(transcript), UUID(int=transcript)
        chunk = {
            "file_id": "file", "file_name": "cv.txt", "participants": ["Somebody"],
            "keywords": [], "text": "what a document says",
        }  # fmt: skip
        points = [
            models.PointStruct(
                id=point_id(tenant, identity, "file", i),
                vector=vector,
                payload=payload(tenant, identity, 1, chunk),
            )
            for i, vector in enumerate(_vectors(CHUNKS))
        ]
        client.upsert(collection(MODEL), points)


def _tenant(transcript: int) -> str:
    return f"tenant-{transcript % 10}"


def _vectors(count: int) -> list[list[float]]:
    """Unit vectors that lie as near each other as those of texts do."""
    vectors = 0.8 + 0.5 * chance.standard_normal((count, NUMBERS))
    rows: list[list[float]] = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).tolist()
    return rows


if __name__ == "__main__":
    typer.run(main)
