"""Searching the real vector store: only one's own chunks, and many at once in few calls."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from agents.enrich import embedded
from agents.enrich.coalesce import Coalescer
from agents.enrich.logic import calibrated
from agents.enrich.retrieval import Query, Retrieval
from streams.settings import Settings
from streams.vectors import collection

MODEL = "tiny"
ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def client() -> QdrantClient:
    """Three chunks: two of one transcript, about different people, one of another tenant."""
    client = QdrantClient(":memory:", force_disable_check_same_thread=True)
    size = models.VectorParams(size=3, distance=models.Distance.COSINE)
    client.create_collection(collection(MODEL), vectors_config=size)
    chunks = [
        ("mine", ONE, ["Awa"], [1.0, 0.1, 0.0]),
        ("mine", ONE, ["Luc"], [1.0, 0.0, 0.1]),
        ("theirs", OTHER, ["Awa"], [1.0, 0.0, 0.0]),
    ]
    points = [
        models.PointStruct(
            id=str(uuid4()),
            vector=vector,
            payload={
                "user_id": user,
                "transcript_id": str(transcript),
                "participants": people,
                "text": f"{user} {people[0]}",
                "file_name": "cv.txt",
                "keywords": [],
            },
        )
        for user, transcript, people, vector in chunks
    ]
    client.upsert(collection(MODEL), points)
    return client


@pytest.fixture
def retrieval(client: QdrantClient) -> Retrieval:
    return Retrieval(client, Settings(_env_file=None))  # type: ignore[call-arg]


def texts(retrieval: Retrieval, user: str, transcript: UUID, *queries: Query) -> list[list[str]]:
    found = retrieval.search(user, transcript, MODEL, list(queries))
    return [[passage.text for passage in passages] for passages in found]


def test_only_the_tenants_own_transcript_is_searched(retrieval: Retrieval) -> None:
    near = Query([1.0, 0.0, 0.0])
    assert sorted(texts(retrieval, "mine", ONE, near)[0]) == ["mine Awa", "mine Luc"]
    assert texts(retrieval, "mine", OTHER, near) == [[]]


def test_a_known_speaker_is_searched_by_name(retrieval: Retrieval) -> None:
    queries = (Query([1.0, 0.0, 0.0], "Luc"), Query([1.0, 0.0, 0.0], "Awa"))
    assert texts(retrieval, "mine", ONE, *queries) == [["mine Luc"], ["mine Awa"]]


def test_what_is_not_like_enough_is_left_out(retrieval: Retrieval) -> None:
    assert texts(retrieval, "mine", ONE, Query([-1.0, 0.0, 0.0])) == [[]]


def test_a_models_scores_are_as_its_calibration_says(client: QdrantClient) -> None:
    # "Luc" has the cosine 0.995 with this query, "Awa" 0.990.
    query = Query([1.0, 0.0, 0.2])
    curve = {"retrieval_calibration": {MODEL: (0.9925, 1000.0)}}
    settings = Settings(_env_file=None).model_copy(update=curve)  # type: ignore[call-arg]
    [[only]] = Retrieval(client, settings).search("mine", ONE, MODEL, [query])
    assert only.text == "mine Luc"
    assert 0.5 < only.score < 1


@pytest.mark.parametrize(
    ("cosine", "curve", "score"),
    [
        (0.7, None, 0.7),
        (0.85, (0.85, 30.0), 0.5),
        (0.9, (0.85, 30.0), 0.818),
        (0.8, (0.85, 30.0), 0.182),
    ],
)
def test_a_cosine_becomes_a_score(
    cosine: float, curve: tuple[float, float] | None, score: float
) -> None:
    assert calibrated(cosine, curve) == pytest.approx(score, abs=1e-3)


def test_a_model_that_indexed_nothing_finds_nothing(retrieval: Retrieval) -> None:
    assert retrieval.search("mine", ONE, "unknown", [Query([1.0, 0.0, 0.0])]) == [[]]


def test_two_hundred_searches_at_once_are_all_answered_right(retrieval: Retrieval) -> None:
    def ask(i: int) -> list[str]:
        name = ("Luc", "Awa")[i % 2]
        return texts(retrieval, "mine", ONE, Query([1.0, 0.0, 0.0], name))[0]

    with ThreadPoolExecutor(200) as pool:
        found = list(pool.map(ask, range(200)))
    assert found == [[f"mine {('Luc', 'Awa')[i % 2]}"] for i in range(200)]


def test_those_who_wait_share_a_call() -> None:
    calls: list[int] = []
    began, go_on = threading.Event(), threading.Event()

    def ask(questions: Sequence[int]) -> list[int]:
        calls.append(len(questions))
        began.set()
        go_on.wait(10)
        return [q * q for q in questions]

    together: Coalescer[int, int] = Coalescer(ask, threading.Lock())
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(together.answers, [3])
        began.wait(10)
        others = [pool.submit(together.answers, [i, i + 1]) for i in range(8)]
        while len(together._waiting) < 16:
            pass
        go_on.set()
        assert first.result(10) == [9]
        assert [o.result(10) for o in others] == [[i * i, (i + 1) ** 2] for i in range(8)]
    assert calls == [1, 16]


def test_a_failed_call_is_told_to_all_who_waited_and_the_next_is_asked_anew() -> None:
    broken = True

    def ask(questions: Sequence[int]) -> list[int]:
        if broken:
            raise OSError("away")
        return list(questions)

    together: Coalescer[int, int] = Coalescer(ask, threading.Lock())
    with pytest.raises(OSError, match="away"):
        together.answers([1, 2])
    broken = False
    assert together.answers([1, 2]) == [1, 2]


def test_vectors_are_found_as_numpy_finds_them(retrieval: Retrieval) -> None:
    [[best, second]] = retrieval.search("mine", ONE, MODEL, [Query([1.0, 0.5, 0.0])])
    query = np.array([1.0, 0.5, 0.0]) / np.linalg.norm([1.0, 0.5, 0.0])
    chunks = np.array([[1.0, 0.1, 0.0], [1.0, 0.0, 0.1]])
    scores = (chunks / np.linalg.norm(chunks, axis=1, keepdims=True)) @ query
    assert [best.score, second.score] == pytest.approx(list(scores), abs=1e-5)


def test_what_is_each_ones_own_ranks_and_nearness_is_as_before(retrieval: Retrieval) -> None:
    query = Query([1.0, 0.05, 0.1], apart=[0.0, 1.0, 0.0])
    [[best, second]] = retrieval.search("mine", ONE, MODEL, [query])
    assert (best.text, second.text) == ("mine Awa", "mine Luc")
    assert best.score < second.score
    assert best.score > 0.98


def test_the_embedded_store_asked_once_a_filter_answers_as_the_client_does() -> None:
    chance = np.random.default_rng(2)
    client = QdrantClient(":memory:")
    size = models.VectorParams(size=8, distance=models.Distance.COSINE)
    client.create_collection("points", vectors_config=size)
    client.upsert(
        "points",
        [
            models.PointStruct(id=i, vector=row.tolist(), payload={"user_id": str(i % 3)})
            for i, row in enumerate(chance.standard_normal((60, 8)))
        ],
    )
    requests = [
        models.QueryRequest(
            query=row.tolist(),
            filter=models.Filter(
                must=[
                    models.FieldCondition(key="user_id", match=models.MatchValue(value=str(i % 4)))
                ]
            ),
            limit=5,
            with_payload=True,
            with_vector=True,
        )
        for i, row in enumerate(chance.standard_normal((12, 8)))
    ]
    ours = embedded.query_batch(client, "points", requests)
    theirs = [answer.points for answer in client.query_batch_points("points", requests)]
    assert [[p.id for p in found] for found in ours] == [[p.id for p in f] for f in theirs]
    assert [len(found) for found in ours[:4]] == [5, 5, 5, 0]
    for mine, other in zip(ours, theirs, strict=True):
        assert [p.score for p in mine] == pytest.approx([p.score for p in other], abs=1e-5)
        assert [p.payload for p in mine] == [p.payload for p in other]
