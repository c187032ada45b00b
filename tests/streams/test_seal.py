"""Sealing: only the key opens it, for the event that it belongs to, and blanks are valid events."""

from typing import Any
from uuid import uuid4

import pytest

from schemas.generate import load
from streams.codec import converter
from streams.errors import PoisonError
from streams.seal import Key, binding, blanks, key_id, seal, unseal
from tests.schemas.test_examples import carried, event

KEY = Key(uuid4(), b"k" * 32)
FIELDS = {"transcript_id": uuid4(), "meta": {"event_id": uuid4()}}
HERE = binding("segments.enriched", FIELDS)
SEALED = [topic for topic, schema in load().items() if blanks(schema)]


def test_what_is_sealed_says_its_key_and_is_opened_by_it() -> None:
    sealed = seal(b"Awa has spoken", KEY, HERE)
    assert key_id(sealed) == KEY.identity
    assert b"Awa" not in sealed
    assert unseal(sealed, KEY, HERE) == b"Awa has spoken"


def test_the_same_message_is_never_sealed_alike() -> None:
    assert seal(b"again", KEY, HERE) != seal(b"again", KEY, HERE)


@pytest.mark.parametrize("at", [16, 30, -1], ids=["nonce", "text", "tag"])
def test_a_changed_value_is_not_opened(at: int) -> None:
    changed = bytearray(seal(b"Awa has spoken", KEY, HERE))
    changed[at] ^= 1
    with pytest.raises(PoisonError, match="was changed"):
        unseal(bytes(changed), KEY, HERE)


def test_a_value_is_not_taken_for_another_events() -> None:
    sealed = seal(b"Awa has spoken", KEY, HERE)
    others = (
        binding("speaker.confirmed", FIELDS),
        binding("segments.enriched", {**FIELDS, "transcript_id": uuid4()}),
        binding("segments.enriched", {**FIELDS, "meta": {"event_id": uuid4()}}),
    )
    for other in others:
        with pytest.raises(PoisonError, match="another event"):
            unseal(sealed, KEY, other)


def test_a_few_bytes_are_no_sealed_value() -> None:
    with pytest.raises(PoisonError, match="5 bytes"):
        key_id(b"short")


@pytest.mark.parametrize("topic", SEALED)
def test_a_sealed_event_keeps_nothing_personal_and_is_an_event(topic: str) -> None:
    schema = load()[topic]
    example = event(topic)
    fields: dict[str, Any] = {**converter.unstructure(example), **blanks(schema), "sealed": b"x"}
    outside = carried(converter.structure(fields, type(example)), schema, schema)
    left = converter.unstructure(outside)
    assert {name: left[name] for name in blanks(schema)} == blanks(schema)
    assert outside.meta == example.meta


def test_every_field_is_sealed_or_known_to_be_plain() -> None:
    """Whoever adds a field decides: a word, a name or a voice in it makes it personal."""
    plain = {
        "meta", "transcript_id", "user_id", "sealed",
        # counts, numbers, times and places in the recording
        "index", "total", "part", "parts", "start", "end", "started_at", "finished_at", "seconds",
        "duration_s", "text_start", "segment_total", "speaker_total", "segment_count",
        "num_speakers", "min_speakers", "max_speakers", "chunk_count", "overlap", "uncovered",
        "speech",
        # labels, kinds and scores
        "speaker", "speakers", "name_source", "name_score", "language", "purpose", "phase", "state",
        "status", "model", "models", "text_kept",
        # how the upload wants it recognised
        "asr_model", "beam_size", "word_times",
        # places in our own object store, named by ids
        "pcm_uri", "result_uri", "context_uri",
        # of a dead letter
        "stage", "topic", "partition", "offset", "key", "error", "attempts", "fatal",
    }  # fmt: skip
    for topic in SEALED:
        schema = load()[topic]
        names = {field["name"] for field in schema["fields"]}
        assert names - blanks(schema).keys() <= plain, topic
