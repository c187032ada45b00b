"""Texts that mean alike lie near each other."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from gpu_consumers.memory import Budget
from schemas import events as e
from streams import events
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def stage(local: Settings, objects: ObjectStore, models: None) -> Any:
    from gpu_consumers.embed.worker import Embed

    return Embed(local, objects, Budget(local))


def ask(objects: ObjectStore, texts: list[str]) -> e.EmbeddingsRequested:
    prefix = f"{objects.root}/embed"
    return e.EmbeddingsRequested(
        meta=events.meta(e.EmbeddingsRequested, UUID(int=5)),
        transcript_id=UUID(int=5),
        user_id="tester",
        purpose=e.EmbeddingPurpose.CONTEXT,
        texts_uri=objects.put_json(f"{prefix}/texts.json", texts),
        vectors_uri=f"{prefix}/vectors.npy",
        payload_uri=f"{prefix}/payload.json",
    )


def test_french_texts_find_their_like(
    stage: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    texts = [
        "Le train de Lyon arrive avec vingt minutes de retard.",
        "La recette demande trois œufs et deux cents grammes de farine.",
        "Le TGV venant de Lyon a vingt minutes de retard.",
    ]
    [answer] = handled(stage.handle, ask(objects, texts))
    vectors = np.load(io.BytesIO(objects.get_bytes(answer.vectors_uri)))
    assert vectors.shape == (answer.count, answer.dimension) == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.05


def test_no_texts_are_no_vectors(
    stage: Any, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> None:
    [answer] = handled(stage.handle, ask(objects, []))
    assert answer.count == 0
    assert np.load(io.BytesIO(objects.get_bytes(answer.vectors_uri))).shape == (0, 384)
