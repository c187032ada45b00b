"""The Qdrant sink on a real client: one collection a model, and the same when done again."""

import io
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import numpy as np
import pytest
from qdrant_client import QdrantClient, models

from schemas import events as e
from sinks.qdrant.sink import QdrantSink
from streams.errors import PoisonError
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.vectors import collection

MODEL, FILE, MEETING = "tiny", UUID(int=7), UUID(int=1)
CHUNKS = [
    {"file_id": str(FILE), "file_name": "cv.txt", "page": 1, "participants": ["Ana Roy"],
     "keywords": ["trams"], "text": text}
    for text in ("Ana Roy, engineer", "She builds trams")
]  # fmt: skip


@pytest.fixture
def objects(tmp_path: Any) -> ObjectStore:
    settings = Settings(_env_file=None, object_store=f"file://{tmp_path}")  # type: ignore[call-arg]
    return ObjectStore(settings)


@pytest.fixture
def client() -> QdrantClient:
    return QdrantClient(":memory:", force_disable_check_same_thread=True)


def chunks_of(file: int, *texts: str) -> list[dict[str, Any]]:
    known = {"file_id": str(UUID(int=file)), "file_name": f"{file}.txt"}
    return [{**known, "text": text} for text in texts]


def computed(
    objects: ObjectStore,
    numbers: int = 3,
    chunks: list[dict[str, Any]] = CHUNKS,
    revision: int = 1,
    user: str = "mine",
    meeting: UUID = MEETING,
) -> e.EmbeddingsComputed:
    buffer = io.BytesIO()
    np.save(buffer, np.eye(len(chunks), numbers, dtype=np.float32))
    context = {"indexed_files": [], "chunks": chunks}
    return e.EmbeddingsComputed(
        meta=meta(e.EmbeddingsComputed, meeting, revision=revision),
        transcript_id=meeting,
        user_id=user,
        purpose=e.EmbeddingPurpose.CONTEXT,
        vectors_uri=objects.put_bytes(f"{objects.root}/context.npy", buffer.getvalue()),
        payload_uri=objects.put_json(f"{objects.root}/context.json", context),
        model=MODEL,
        dimension=numbers,
        count=len(chunks),
    )


def points(client: QdrantClient) -> list[Any]:
    found, _ = client.scroll(collection(MODEL), with_vectors=True)
    return sorted(found, key=lambda point: str(point.id))


def test_indexing_again_changes_nothing(client: QdrantClient, objects: ObjectStore) -> None:
    sink, heard = QdrantSink(client, objects), list[Any]()
    sink.handle(computed(objects), heard.append)
    first = points(client)
    sink.handle(computed(objects), heard.append)
    assert points(client) == first
    assert {point.payload["text"] for point in first} == {chunk["text"] for chunk in CHUNKS}
    assert [event.chunk_count for event in heard] == [2, 2]
    assert heard[0].meta.event_id == heard[1].meta.event_id


def texts(client: QdrantClient, user: str = "mine", meeting: UUID = MEETING) -> list[str]:
    found = [point.payload for point in points(client)]
    mine = [p for p in found if (p["user_id"], p["transcript_id"]) == (user, str(meeting))]
    return sorted(p["text"] for p in mine)


def test_what_is_read_otherwise_replaces_what_was_read_before(
    client: QdrantClient, objects: ObjectStore
) -> None:
    sink, glossary = QdrantSink(client, objects), chunks_of(2, "SNCF", "RATP")
    sink.handle(computed(objects, 5, user="theirs"), lambda _: None)
    sink.handle(computed(objects, 5, meeting=UUID(int=9)), lambda _: None)
    for revision, cv in ((1, []), (100, ["Ana", "Roy", "trams"]), (200, ["Ana Roy"]), (300, [])):
        chunks = [*chunks_of(1, *cv), *glossary]
        sink.handle(computed(objects, 5, chunks, revision), lambda _: None)
        assert texts(client) == sorted([*cv, "SNCF", "RATP"])
    sink.handle(computed(objects, 5, [], 400), lambda _: None)
    assert texts(client) == []
    assert len(texts(client, "theirs")) == len(texts(client, meeting=UUID(int=9))) == 2


def test_a_file_that_is_read_at_last_moves_no_point_of_the_others(
    client: QdrantClient, objects: ObjectStore
) -> None:
    sink = QdrantSink(client, objects)
    sink.handle(computed(objects, chunks=chunks_of(2, "SNCF", "RATP")), lambda _: None)
    before = {point.id for point in points(client)}
    chunks = [*chunks_of(1, "Ana Roy"), *chunks_of(2, "SNCF", "RATP")]
    sink.handle(computed(objects, chunks=chunks, revision=100), lambda _: None)
    assert before < {point.id for point in points(client)}


def test_what_comes_late_of_an_earlier_revision_is_told_and_replaces_nothing(
    client: QdrantClient, objects: ObjectStore
) -> None:
    sink, heard = QdrantSink(client, objects), list[Any]()
    sink.handle(computed(objects, chunks=chunks_of(1, "new"), revision=100), heard.append)
    sink.handle(computed(objects, chunks=chunks_of(1, "old", "older")), heard.append)
    assert texts(client) == ["new"]
    assert [event.meta.revision for event in heard] == [100, 1]


def test_a_document_of_two_tenants_is_each_ones_own(
    client: QdrantClient, objects: ObjectStore
) -> None:
    sink = QdrantSink(client, objects)
    for user in ("mine", "theirs"):
        sink.handle(computed(objects, user=user), lambda _: None)
    assert texts(client, "mine") == texts(client, "theirs") == sorted(c["text"] for c in CHUNKS)


def test_a_chunk_knows_its_tenant_transcript_file_page_and_people(
    client: QdrantClient, objects: ObjectStore
) -> None:
    QdrantSink(client, objects).handle(computed(objects), lambda _: None)
    [payload, _] = [point.payload for point in points(client)]
    assert payload["user_id"] == "mine"
    assert payload["transcript_id"] == str(MEETING)
    assert payload["file_id"] == str(FILE)
    assert (payload["page"], payload["participants"]) == (1, ["Ana Roy"])


def test_what_searches_filter_on_is_indexed_and_the_tenant_as_one(
    client: QdrantClient, objects: ObjectStore
) -> None:
    # The embedded store keeps no indexes: what a server would be asked for is looked at instead.
    watched = Mock(wraps=client)
    QdrantSink(watched, objects).handle(computed(objects), lambda _: None)
    asked = {
        call.args[1]: call.kwargs["field_schema"]
        for call in watched.create_payload_index.call_args_list
    }
    assert asked.keys() == {"user_id", "transcript_id", "participants", "file_id"}
    assert asked["user_id"].is_tenant
    assert asked["participants"] is models.PayloadSchemaType.KEYWORD


def test_vectors_of_another_length_are_refused_in_words(
    client: QdrantClient, objects: ObjectStore
) -> None:
    sink = QdrantSink(client, objects)
    sink.handle(computed(objects), lambda _: None)
    with pytest.raises(PoisonError, match="holds vectors of 3 numbers, the model gives 4"):
        sink.handle(computed(objects, 4), lambda _: None)
