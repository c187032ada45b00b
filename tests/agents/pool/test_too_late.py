"""Events that come again after their transcript has ended, when its objects are gone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from qdrant_client import QdrantClient

from agents.pool.agent import Pool, spec
from benchmarks.hostile.corpus import example
from schemas.events import EmbeddingPurpose, EmbeddingsRequested
from sinks.qdrant.sink import QdrantSink
from streams.db import Database
from streams.errors import PoisonError
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.settings import Settings

Handle = Callable[[Any, Callable[[Any], None]], None]


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(Settings(_env_file=None, object_store=tmp_path.as_uri()))  # type: ignore[call-arg]


def handler(purpose: EmbeddingPurpose, objects: ObjectStore) -> Handle:
    if purpose is EmbeddingPurpose.CONTEXT:
        return QdrantSink(QdrantClient(":memory:"), objects).handle
    nothing: Any = None
    return Pool(nothing, nothing, objects).handle


@pytest.mark.parametrize("purpose", EmbeddingPurpose)
def test_vectors_that_come_again_too_late_are_no_failure(
    objects: ObjectStore, purpose: EmbeddingPurpose
) -> None:
    gone = f"{objects.root}/gone"
    event = example("embeddings.computed")
    event = replace(event, purpose=purpose, vectors_uri=gone, payload_uri=gone)
    handle = handler(purpose, objects)
    with pytest.raises(PoisonError, match="there is no file"):
        handle(event, lambda _: None)
    objects.finish(objects.work(event.user_id, event.transcript_id, event.meta.revision))
    told: list[Any] = []
    handle(event, told.append)
    assert told == []


@pytest.mark.integration
@pytest.mark.parametrize("erased", [True, False])
def test_text_to_be_embedded_is_not_kept_after_an_erasure(
    settings: Settings, database: Database, tmp_path: Path, erased: bool
) -> None:
    chosen = settings.model_copy(update={"object_store": tmp_path.as_uri()})
    objects = ObjectStore(chosen)
    event = replace(example("segments.transcribed"), transcript_id=uuid4(), voiceprints=[])
    if erased:
        Keys(chosen).destroy(event.user_id, event.transcript_id)
    told: list[Any] = []
    spec(chosen, database, objects).call([event], told.append)
    assert any(isinstance(one, EmbeddingsRequested) for one in told)
    kept = objects.names(objects.all_work(event.user_id, event.transcript_id))
    assert bool(kept) is not erased
