"""What the documents say near each speaker's words: one batch query, filtered in Qdrant."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from qdrant_client import QdrantClient, models

from agents.enrich import embedded
from agents.enrich.coalesce import Coalescer
from agents.enrich.logic import Passage, calibrated
from streams.settings import Settings
from streams.vectors import LOCK, answering, collection, of_tenant


@dataclass(frozen=True)
class Query:
    """A speaker's pooled vector; `name` narrows it to the chunks about that person.

    `apart`, where it is given, ranks the chunks; how near they are is always `vector`'s to say, by
    its cosine or what the model's calibration makes of that.
    """

    vector: list[float]
    name: str | None = None
    apart: list[float] | None = None


class Retrieval:
    """Searches the tenant's chunks of one transcript."""

    def __init__(self, client: QdrantClient, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._together: dict[str, Coalescer[models.QueryRequest, list[models.ScoredPoint]]] = {}

    def search(
        self, user_id: str, transcript_id: UUID, model: str, queries: list[Query]
    ) -> list[list[Passage]]:
        """Passages for each query, best first. Searches of several threads share their calls."""
        name = collection(model)
        if not queries:
            return []
        requests = [
            models.QueryRequest(
                query=query.apart or query.vector,
                filter=of_tenant(user_id, transcript_id=transcript_id, participants=query.name),
                limit=self._settings.retrieval_limit,
                with_payload=True,
                with_vector=True,
            )
            for query in queries
        ]
        together = self._together.setdefault(name, Coalescer(partial(self._ask, name), LOCK))
        with answering():
            answers = together.answers(requests)
        curve = self._settings.retrieval_calibration.get(model)
        least = self._settings.retrieval_min_score
        return [
            [p for point in points if (p := _passage(point, query, curve)).score >= least]
            for query, points in zip(queries, answers, strict=True)
        ]

    def _ask(
        self, name: str, requests: Sequence[models.QueryRequest]
    ) -> list[list[models.ScoredPoint]]:
        if not self._client.collection_exists(name):
            return [[] for _ in requests]
        if self._settings.qdrant_url is None:
            return embedded.query_batch(self._client, name, requests)
        return [answer.points for answer in self._client.query_batch_points(name, requests)]


def _passage(point: Any, query: Query, curve: tuple[float, float] | None) -> Passage:
    payload = point.payload or {}
    return Passage(
        text=payload.get("text", ""),
        participants=payload.get("participants", []),
        keywords=payload.get("keywords", []),
        score=calibrated(_cosine(query.vector, point.vector), curve),
    )


def _cosine(one: list[float], other: list[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0
