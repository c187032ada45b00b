"""The joined state on a real PostgreSQL: what was added before is there, each revision apart."""

from dataclasses import replace
from uuid import uuid4

import pytest

from agents import state
from benchmarks.hostile.corpus import example
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
