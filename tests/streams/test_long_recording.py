"""Events of a recording of ten hours with twenty speakers stay under what one may have."""

import json
import random
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import fastavro

from agents.context.agent import MOST_FILES
from agents.context.logic import summary
from agents.identify import evidence
from agents.identify import logic as identify
from agents.identify.dialogue import together, turns_of
from agents.identify.names import Known
from agents.identify.outcome import Naming
from gpu_consumers.cluster.logic import clean_speech, in_order
from gpu_consumers.finalize import logic as finalize
from gpu_consumers.finalize.worker import MOST_UNCOVERED
from schemas import events as e
from streams.codec import MAX_BYTES, converter, schema_of
from streams.events import meta
from streams.parts import in_parts
from streams.topics import BY_EVENT

HOURS, SPEAKERS = 10, 20
NUMBERS = 1024  # of the longest vectors in use, BGE-M3's
PEOPLE = [Known(f"Prénom{chr(97 + i)} Nom{chr(97 + i)}", "cv.pdf") for i in range(SPEAKERS)]
IDENTITY = uuid4()
Turns = list[tuple[float, float, str]]


@cache
def turns() -> Turns:
    chance = random.Random(1)
    at, found = 0.0, []
    while at < HOURS * 3600:
        length = chance.uniform(1.5, 8.0)
        found.append((at, at + length, f"S{chance.randrange(SPEAKERS)}"))
        at += length + chance.uniform(-0.5, 0.6)
    return in_order(found)


def words() -> Iterator[e.Word]:
    """Fast speech, three words a second, in which everybody is thanked and asked now and then."""
    chance = random.Random(2)
    at = 0.0
    while at < HOURS * 3600:
        name = chance.choice(PEOPLE).name
        text = "Nous continuons donc comme prévu, et nous verrons ce que cela donne."
        if chance.random() < 0.1:
            text = f"Merci {name}. {text} {chance.choice(PEOPLE).name}, votre avis ?"
        for word in text.split():
            yield e.Word(start=at, end=at + 0.3, word=f" {word}", probability=0.9)
            at += 0.33


@cache
def segments() -> list[e.Segment]:
    return finalize.segments(finalize.place(list(words()), turns()), turns())


@cache
def namings() -> dict[str, Naming]:
    plain = [
        {"speaker": s.speaker, "start": s.start, "end": s.end, "text": s.text} for s in segments()
    ]
    clues = evidence.clues(turns_of(plain), PEOPLE)
    labels = list(dict.fromkeys(s.speaker for s in segments()))
    return identify.identify(labels, {}, clues, 0.6, together(plain))


def identity(event: type[Any]) -> dict[str, Any]:
    return {"meta": meta(event, IDENTITY), "transcript_id": IDENTITY, "user_id": "u" * 64}


def size(event: Any) -> int:
    """Bytes in Avro, and the five of the wire format."""
    buffer = BytesIO()
    schema = fastavro.parse_schema(json.loads(schema_of(BY_EVENT[type(event)])))
    fastavro.schemaless_writer(buffer, schema, converter.unstructure(event))
    return buffer.tell() + 5


def test_the_text_in_parts() -> None:
    voiceprints = [
        e.Voiceprint(speaker=f"SPEAKER_{i:02}", embedding=[0.1] * NUMBERS, model="m", seconds=1.0)
        for i in range(SPEAKERS)
    ]
    parts = in_parts(segments())
    events = [
        e.SegmentsTranscribed(
            **identity(e.SegmentsTranscribed), part=number, parts=len(parts),
            segment_total=len(segments()), language="fr", duration_s=HOURS * 3600.0,
            segments=part, speakers=[v.speaker for v in voiceprints],
            voiceprints=voiceprints if number == 0 else [],
            uncovered=[e.Span(start=0.0, end=1.0)] * MOST_UNCOVERED if number == 0 else [],
        )
        for number, part in enumerate(parts)
    ]  # fmt: skip
    assert sum(len(s.words) for event in events for s in event.segments) == len(list(words()))
    assert max(size(event) for event in events) < MAX_BYTES


def test_the_speech_that_voiceprints_are_made_of() -> None:
    speech = clean_speech(turns())
    event = e.VoiceprintsRequested(
        **identity(e.VoiceprintsRequested),
        purpose=e.VoiceprintPurpose.TRANSCRIPT,
        audio_uri="file:///recording",
        speakers=[
            e.SpeakerSpeech(speaker=s, spans=[e.Span(start=a, end=b) for a, b in spans])
            for s, spans in speech.items()
        ],
    )
    assert len(event.speakers) == SPEAKERS
    assert size(event) < MAX_BYTES


def test_speakers_and_segments_with_their_evidence() -> None:
    speakers = [
        e.IdentifiedSpeaker(
            index=i, speaker=label, display_name=naming.name or "?", name=naming.name,
            evidence=naming.evidence, candidates=naming.candidates, pooled=[0.1] * NUMBERS,
            pooled_model="m", seconds=1.0,
        )
        for i, (label, naming) in enumerate(namings().items())
    ]  # fmt: skip
    identified = e.SpeakersIdentified(
        **identity(e.SpeakersIdentified), segment_total=len(segments()), language="fr",
        duration_s=HOURS * 3600.0, speakers=speakers,
    )  # fmt: skip
    assert any(candidate for speaker in speakers for candidate in speaker.candidates)
    assert size(identified) < MAX_BYTES
    longest = max(segments(), key=lambda s: len(s.words))
    richest = max(speakers, key=lambda s: len(s.evidence))
    enriched = e.SegmentEnriched(
        **identity(e.SegmentEnriched), index=0, total=len(segments()), start=longest.start,
        end=longest.end, speaker=longest.speaker, display_name="?", evidence=richest.evidence,
        candidates=richest.candidates, text_raw=longest.text, text=longest.text,
        words=longest.words, overlap=True,
    )  # fmt: skip
    assert size(enriched) < MAX_BYTES


def test_as_many_documents_as_are_read_each_with_as_many_people_as_it_likes() -> None:
    people = [
        {"name": f"Prénom Nom {i}", "role": "r" * 50, "keywords": ["mot"]} for i in range(5000)
    ]
    told = summary(people, [f"mot {i}" for i in range(5000)], 7)
    assert 0 < len(json.loads(told)["people"]) < 5000
    indexed = e.ContextIndexed(
        **identity(e.ContextIndexed), context_uri="file:///context", chunk_count=1,
        files=[
            e.IndexedFile(
                file_id=uuid4(), name="n" * 200, uri="file:///" + "u" * 300, sha256="0" * 64,
                kind="cv", language="fr", chunk_count=1, metadata_json=told,
            )
            for _ in range(MOST_FILES)
        ],
    )  # fmt: skip
    assert size(indexed) < MAX_BYTES


def test_what_is_said_of_a_document_is_whole_when_it_is_short() -> None:
    told = json.loads(summary([{"name": "Ana Roy"}], ["eau"], 0))
    assert told == {"people": [{"name": "Ana Roy"}], "keywords": ["eau"], "terms": 0}
