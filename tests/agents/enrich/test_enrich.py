"""From text, vectors and documents to the segments' events, on a real PostgreSQL and real HTTP."""

import json
import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from qdrant_client import QdrantClient

from agents.context.agent import Context
from agents.context.metadata import Metadata
from agents.enrich.agent import Enrich
from agents.enrich.retrieval import Retrieval
from agents.llm import LanguageModel
from benchmarks.llm_stub import served
from schemas import events as e
from streams.db import Database
from streams.events import follow, meta
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.integration
SAID = ["je suis Tom Baker", "la par modale baisse", "merci Tom"]
SPEAKERS = ["A", "A", "B"]
TOM = {
    "name": "Tom Baker", "role": "engineer", "company": "Horizon Ltd", "email": "tom@example.org",
    "phone": None, "keywords": ["trams"], "source_file": "cv.txt", "passage": "Tom BAKER, engineer",
    "place": None,
}  # fmt: skip


def rewriting(request: dict[str, Any]) -> str:
    """Other words for every line, and somebody who was never heard of for every speaker."""
    asked = request["messages"][1]["content"]
    if asked.startswith("{"):
        lines = [f"{line.capitalize()}, en effet !" for line in json.loads(asked)["lines"]]
        return json.dumps({"lines": lines})
    return json.dumps({"speakers": [{"speaker": s, "name": "Eve Mallory"} for s in "AB"]})


def upload() -> e.AudioUploaded:
    identity = uuid4()
    return e.AudioUploaded(
        meta=meta(e.AudioUploaded, identity),
        transcript_id=identity,
        user_id=f"enrich-{identity.hex[:8]}",
        audio_uri="file:///nowhere",
        context_files=[],
    )


def arrived(
    start: e.AudioUploaded, objects: ObjectStore, context_uri: str | None = None
) -> list[Any]:
    """The events that complete a transcript of two speakers with one document."""
    whose: dict[str, Any] = {"transcript_id": start.transcript_id, "user_id": start.user_id}
    segments = [
        e.Segment(
            index=i, start=5.0 * i, end=5.0 * i + 4, speaker=speaker, text=text, overlap=False,
            words=[
                e.Word(start=5.0 * i + 0.5 * n, end=5.0 * i + 0.5 * n + 0.4, word=word,
                       probability=0.9)
                for n, word in enumerate(text.split())
            ],
        )
        for i, (speaker, text) in enumerate(zip(SPEAKERS, SAID, strict=True))
    ]  # fmt: skip
    nothing = dict.fromkeys(("voiceprint_id", "name", "score", "second_score", "pending_number"))
    match = e.VoiceprintMatch(status=e.MatchStatus.NO_VOICEPRINT, **nothing)
    context = {"people": [TOM], "corrections": {"par modale": "part modale"}}
    return [
        e.SegmentsTranscribed(
            meta=follow(e.SegmentsTranscribed, start, part=0), **whose, part=0, parts=1,
            segment_total=len(segments), language="fr", duration_s=15.0, segments=segments,
            speakers=["A", "B"], voiceprints=[],
        ),
        *(
            e.SpeakersPooled(
                meta=follow(e.SpeakersPooled, start, part=s), **whose, index=i, total=2, speaker=s,
                embedding=[1.0, 0.0], model="tiny", segment_count=1, seconds=4.0, match=match,
            )
            for i, s in enumerate("AB")
        ),
        e.ContextIndexed(
            meta=follow(e.ContextIndexed, start), **whose, chunk_count=0, files=[],
            context_uri=context_uri or objects.put_json(f"{objects.root}/context.json", context),
        ),
    ]  # fmt: skip


@pytest.fixture
def enriched(settings: Settings, database: Database, objects: ObjectStore) -> list[Any]:
    """What came of them with a language model that spoils all it can."""
    heard: list[Any] = []
    with served(rewriting) as url:
        chosen = settings.model_copy(update={"llm_base_url": url, "llm_model": "stub"})
        retrieval = Retrieval(QdrantClient(":memory:"), chosen)
        enrich = Enrich(chosen, database, objects, retrieval, LanguageModel(chosen))
        for event in arrived(upload(), objects):
            enrich.handle(event, heard.append)
    return heard


@pytest.fixture
def objects(tmp_path: Any, settings: Settings) -> ObjectStore:
    return ObjectStore(settings.model_copy(update={"object_store": f"file://{tmp_path}"}))


def of(heard: list[Any], kind: type[Any]) -> list[Any]:
    return [event for event in heard if isinstance(event, kind)]


def test_words_keep_their_times_and_text_changes_by_the_glossary_alone(
    enriched: list[Any],
) -> None:
    segments = of(enriched, e.SegmentEnriched)
    assert [s.text_raw for s in segments] == SAID
    spoken = [s.text.casefold().replace(",", "").rstrip(".!? ") for s in segments]
    assert spoken == ["je suis tom baker", "la part modale baisse", "merci tom"]
    for i, segment in enumerate(segments):
        assert [word.word for word in segment.words] == SAID[i].split()
        assert segment.words[1].start == pytest.approx(5.0 * i + 0.5)


def test_facts_come_with_their_document_and_passage(enriched: list[Any]) -> None:
    first, _, last = of(enriched, e.SegmentEnriched)
    assert (first.facts.email, first.facts.role) == ("tom@example.org", "engineer")
    assert (first.facts.source_file, first.facts.passage) == ("cv.txt", "Tom BAKER, engineer")
    assert last.facts is None


def test_the_language_model_names_nobody(enriched: list[Any]) -> None:
    [identified] = of(enriched, e.SpeakersIdentified)
    assert [s.name for s in identified.speakers] == ["Tom Baker", None]
    assert identified.speakers[0].name_source is e.NameSource.DOCUMENT
    assert all(c.name != "Eve Mallory" for s in identified.speakers for c in s.candidates)


def test_documents_and_text_wait_for_the_language_model_for_one_budget_together(
    settings: Settings, database: Database, objects: ObjectStore
) -> None:
    asked: list[str] = []

    def late(request: dict[str, Any]) -> str:
        asked.append(request["messages"][1]["content"])
        time.sleep(30)
        return "{}"

    heard: list[Any] = []
    start = upload()
    uri = objects.put_bytes(f"{objects.root}/cv.txt", b"Tom BAKER\nEngineer, Horizon Ltd\n")
    file = e.ContextFile(file_id=uuid4(), name="cv.txt", uri=uri)
    with served(late) as url:
        chosen = settings.model_copy(update={"llm_base_url": url, "llm_budget_s": 4.0})
        model, retrieval = LanguageModel(chosen), Retrieval(QdrantClient(":memory:"), chosen)
        context = Context(chosen, objects, Metadata(model, database))
        enrich = Enrich(chosen, database, objects, retrieval, model)
        context.handle(replace(start, context_files=[file]), heard.append)
        [request] = of(heard, e.EmbeddingsRequested)
        began = time.monotonic()
        for event in arrived(start, objects, request.payload_uri):
            enrich.handle(event, heard.append)
        of_text = time.monotonic() - began
    of_documents = objects.get_json(request.payload_uri)["llm_s"]
    assert of_documents == pytest.approx(2.0, abs=0.9)
    assert of_documents + of_text == pytest.approx(4.0, abs=0.9)
    assert [said[0] for said in sorted(asked)] == ["<", "A", "{"]
    assert len(of(heard, e.SegmentEnriched)) == len(SAID)


def test_what_the_documents_leave_of_the_budget_the_text_has(
    settings: Settings, database: Database, objects: ObjectStore
) -> None:
    spent = {"people": [], "corrections": {}, "llm_s": settings.llm_budget_s}
    uri = objects.put_json(f"{objects.root}/spent.json", spent)
    heard: list[Any] = []
    asked: list[Any] = []

    def noting(request: dict[str, Any]) -> str:
        asked.append(request)
        return "{}"

    with served(noting) as url:
        chosen = settings.model_copy(update={"llm_base_url": url})
        retrieval = Retrieval(QdrantClient(":memory:"), chosen)
        enrich = Enrich(chosen, database, objects, retrieval, LanguageModel(chosen))
        for event in arrived(upload(), objects, uri):
            enrich.handle(event, heard.append)
    assert (len(of(heard, e.SegmentEnriched)), asked) == (len(SAID), [])
