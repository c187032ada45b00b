"""Names that may have been misheard are listened for before speakers are named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qdrant_client import QdrantClient

from agents.enrich.agent import spec
from agents.enrich.retrieval import Retrieval
from agents.llm import LanguageModel
from schemas import events as e
from streams.db import Database
from streams.errors import PoisonError
from streams.events import follow
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.settings import Settings
from tests.agents.enrich.test_enrich import TOM, arrived, of, upload

pytestmark = pytest.mark.integration
CALL = "Commençons par la ligne. Thon bécard. Vous avez les chiffres, qu'en pensez-vous ?"
Handle = Callable[[Any], list[Any]]


@pytest.fixture
def chosen(tmp_path: Path, settings: Settings) -> Settings:
    update = {"object_store": tmp_path.as_uri(), "llm_base_url": "off"}
    return settings.model_copy(update=update)


@pytest.fixture
def objects(chosen: Settings) -> ObjectStore:
    return ObjectStore(chosen)


@pytest.fixture
def handle(chosen: Settings, database: Database, objects: ObjectStore) -> Handle:
    retrieval = Retrieval(QdrantClient(":memory:"), chosen)
    stage = spec(chosen, database, objects, retrieval, LanguageModel(chosen))

    def handled(event: Any) -> list[Any]:
        heard: list[Any] = []
        stage.call([event], heard.append)
        return heard

    return handled


def meeting(database: Database, objects: ObjectStore, call: str = CALL) -> list[Any]:
    """What completes a transcript in which A calls Tom Baker, and B answers."""
    start = upload()
    with database.transaction(start.user_id) as connection:
        connection.execute(
            "INSERT INTO st.transcripts (user_id, transcript_id, audio_uri) VALUES (%s, %s, %s)",
            (start.user_id, start.transcript_id, "file:///uploads/meeting.mp3"),
        )
    said = [("A", call), ("B", "La part modale baisse depuis trois ans.")]
    segments = [
        e.Segment(
            index=i, start=10.0 * i, end=10.0 * i + 9, speaker=speaker, text=text, overlap=False,
            words=[
                e.Word(start=10.0 * i + 0.5 * n, end=10.0 * i + 0.5 * n + 0.4, word=word,
                       probability=0.9)
                for n, word in enumerate(text.split())
            ],
        )
        for i, (speaker, text) in enumerate(said)
    ]  # fmt: skip
    text, *others = arrived(start, objects)
    return [replace(text, segments=segments, segment_total=2), *others]


def answer(request: e.NamesRequested, objects: ObjectStore, gain: float) -> e.NamesHeard:
    found = [{"place": 0, "name": TOM["name"], "gain": gain, "lead": 12.0}]
    return e.NamesHeard(
        meta=follow(e.NamesHeard, request),
        transcript_id=request.transcript_id,
        user_id=request.user_id,
        places_uri=request.places_uri,
        result_uri=objects.put_json(request.result_uri, found),
    )


def asked(handle: Handle, events: list[Any]) -> e.NamesRequested:
    """The request that comes of these events, and nothing else does."""
    [request] = [told for event in events for told in handle(event)]
    assert isinstance(request, e.NamesRequested)
    return request


def test_a_name_that_the_sound_holds_names_the_speaker(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    request = asked(handle, meeting(database, objects))
    assert (request.audio_uri, request.language) == ("file:///uploads/meeting.mp3", "fr")
    [place] = objects.get_json(request.places_uri)
    assert place["heard"] == "Thon bécard"
    assert TOM["name"] in place["names"]
    [identified] = of(handle(answer(request, objects, -3.0)), e.SpeakersIdentified)
    assert [s.name for s in identified.speakers] == [None, TOM["name"]]
    [called] = [x for x in identified.speakers[1].evidence if x.kind == "addressed_before"]
    assert "[heard: Thon bécard]" in called.passage


def test_one_that_it_does_not_hold_names_nobody(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    request = asked(handle, meeting(database, objects))
    [identified] = of(handle(answer(request, objects, -30.0)), e.SpeakersIdentified)
    assert [s.name for s in identified.speakers] == [None, None]


def test_readers_get_the_name_and_what_was_recognised_is_kept(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    request = asked(handle, meeting(database, objects))
    first, _ = of(handle(answer(request, objects, -3.0)), e.SegmentEnriched)
    assert first.text_raw == CALL
    assert first.text == CALL.replace("Thon bécard", "Tom Baker")
    assert " ".join(word.word for word in first.words) == CALL


def test_readers_get_what_was_recognised_where_the_sound_does_not_hold_it(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    request = asked(handle, meeting(database, objects))
    first, _ = of(handle(answer(request, objects, -30.0)), e.SegmentEnriched)
    assert first.text == first.text_raw == CALL


def test_what_comes_again_asks_the_same_again(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    events = meeting(database, objects)
    first = asked(handle, events)
    [again] = handle(events[-1])
    assert (again.meta.event_id, again.places_uri) == (first.meta.event_id, first.places_uri)


def test_where_every_name_is_understood_nothing_is_asked(
    handle: Handle, database: Database, objects: ObjectStore
) -> None:
    call = CALL.replace("Thon bécard", "Tom Baker")
    told = [told for event in meeting(database, objects, call) for told in handle(event)]
    [identified] = of(told, e.SpeakersIdentified)
    assert identified.speakers[1].name == TOM["name"]
    assert not of(told, e.NamesRequested)


@pytest.mark.parametrize(
    "found",
    [
        [{"place": 7, "name": "Tom Baker", "gain": -1.0, "lead": 9.0}],
        [{"place": 0}],
        {"place": 0},
        None,
    ],
)
def test_a_damaged_answer_is_poison_in_words(
    handle: Handle, database: Database, objects: ObjectStore, found: Any
) -> None:
    request = asked(handle, meeting(database, objects))
    told = answer(request, objects, -3.0)
    objects.put_json(told.result_uri, found)
    with pytest.raises(PoisonError, match="do the transcript again"):
        handle(told)


@pytest.mark.parametrize("erased", [True, False])
def test_what_is_asked_of_a_transcript_is_not_kept_after_an_erasure(
    handle: Handle, database: Database, objects: ObjectStore, chosen: Settings, erased: bool
) -> None:
    *first, last = meeting(database, objects)
    for event in first:
        handle(event)
    if erased:
        Keys(chosen).destroy(last.user_id, last.transcript_id)
    handle(last)
    kept = objects.names(objects.all_work(last.user_id, last.transcript_id))
    assert bool(kept) is not erased
