"""The joined state on a real PostgreSQL: what was added before is there, each revision apart."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from psycopg import Connection

from agents import state
from benchmarks.hostile.corpus import example
from schemas.events import TranscriptStored
from streams.db import Database

pytestmark = pytest.mark.integration


def test_all_that_was_added_of_a_revision_is_there_and_the_last_word_counts(
    database: Database,
) -> None:
    event = replace(example("speakers.pooled"), transcript_id=uuid4())
    later = replace(event, meta=replace(event.meta, revision=2))
    with database.transaction(event.user_id) as connection:
        state.add(connection, event, "parts", "0", {"text": "l'été"})
        state.add(connection, event, "parts", "1", {"of": event.transcript_id})
        state.add(connection, event, "parts", "0", {"text": "l'hiver"})
        found = state.add(connection, event, "context", "all", {"uri": None})
        assert state.add(connection, later, "parts", "0", {}) == {"parts": {"0": {}}}
    assert found == {
        "parts": {"0": {"text": "l'hiver"}, "1": {"of": str(event.transcript_id)}},
        "context": {"all": {"uri": None}},
    }


def test_of_what_is_stored_nothing_is_kept_any_more_and_no_redelivery_brings_it_back(
    database: Database,
) -> None:
    event = replace(example("speakers.pooled"), transcript_id=uuid4())
    again = replace(event, meta=replace(event.meta, revision=100))
    stored = TranscriptStored(
        meta=event.meta, transcript_id=event.transcript_id, user_id=event.user_id,
        segment_total=1, speaker_total=1,
    )  # fmt: skip
    with database.transaction(event.user_id) as connection:
        state.add(connection, event, "parts", "0", {"text": "l'été"})
        state.add(connection, event, "0", "one", {"name": "Awa"}, of="given")
        state.add(connection, again, "parts", "0", {"text": "l'hiver"})
        for _ in range(2):
            state.end(connection, stored)
        assert state.add(connection, event, "parts", "0", {"text": "l'été"}) == {}
        state.add(connection, event, "0", "two", {"name": "Zoé"}, of="given")
        assert kept(connection, event) == {
            "stored": 1,
            "given": {"0": {"one": {"name": "Awa"}, "two": {"name": "Zoé"}}},
            "100": {"parts": {"0": {"text": "l'hiver"}}},
        }
        state.end(connection, replace(stored, meta=replace(stored.meta, revision=100)))
        state.end(connection, stored)
        assert kept(connection, event).keys() == {"stored", "given"}
        assert state.add(connection, again, "parts", "0", {}) == {}


def kept(connection: Connection[Any], event: Any) -> dict[str, Any]:
    query = "SELECT state FROM meetnoo.pipelines WHERE transcript_id = %s"
    [(found,)] = connection.execute(query, (event.transcript_id,)).fetchall()
    return dict(found)
