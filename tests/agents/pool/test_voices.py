"""Voices against the library in a real PostgreSQL."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import psycopg
import pytest

from agents.pool import voices
from schemas import events as e
from streams.db import Database
from streams.errors import PoisonError
from streams.settings import Settings

pytestmark = pytest.mark.integration
AXES = np.eye(192)
Enrol = Callable[..., None]
_ENROL = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, name, status, model, embedding)
VALUES (%s, %s, %s, 'confirmed', %s, %s::vector)
"""


@pytest.fixture
def tenant() -> str:
    return f"voices-{uuid4().hex[:8]}"


@pytest.fixture
def enrol(database: Database, tenant: str) -> Enrol:
    def put(name: str, vector: Any, user: str = tenant, model: str = "campplus") -> None:
        with database.transaction(user) as connection:
            values = (user, uuid4(), name, model, json.dumps(list(map(float, vector))))
            connection.execute(_ENROL, values)

    return put


def transcribed(tenant: str) -> SimpleNamespace:
    """What is asked of the event of a new transcript."""
    return SimpleNamespace(user_id=tenant, transcript_id=uuid4(), meta=SimpleNamespace(revision=1))


def matched(
    database: Database, settings: Settings, tenant: str, *vectors: Any
) -> list[e.VoiceprintMatch]:
    """The matches of a new transcript's speakers, in order."""
    spoken = [
        e.Voiceprint(speaker=f"S{i}", embedding=list(map(float, v)), model="campplus", seconds=9.0)
        for i, v in enumerate(vectors)
    ]
    event = transcribed(tenant)
    with database.transaction(tenant) as connection:
        return list(voices.match(connection, event, spoken, settings).values())


def unit(chance: np.random.Generator, count: int, numbers: int) -> Any:
    vectors = chance.standard_normal((count, numbers))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def near(axis: int, cosine: float, other: int = 100) -> Any:
    """A unit vector at that cosine from an axis."""
    return cosine * AXES[axis] + np.sqrt(1 - cosine**2) * AXES[other]


def test_all_voices_of_a_transcript_are_matched_at_once(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    for i, name in enumerate(("Awa", "Luc", "Marie")):
        enrol(name, AXES[i])
    found = matched(database, settings, tenant, near(1, 0.9), near(50, 0.9), near(0, 0.8))
    assert [m.name for m in found] == ["Luc", None, "Awa"]
    assert [m.score for m in found] == [pytest.approx(0.9, abs=1e-5), None, pytest.approx(0.8)]
    assert found[1].status is e.MatchStatus.PENDING


def test_two_people_too_near_each_other_leave_the_voice_pending(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", near(0, 0.98))
    enrol("Ava", near(0, 0.95, other=101))
    [found] = matched(database, settings, tenant, AXES[0])
    assert found.status is e.MatchStatus.PENDING
    assert found.score == pytest.approx(0.98)
    assert found.second_score == pytest.approx(0.95)


def test_a_second_entry_of_the_same_person_is_no_rival(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", near(0, 0.98))
    enrol("Awa", near(0, 0.95, other=101))
    [found] = matched(database, settings, tenant, AXES[0])
    assert (found.name, found.second_score) == ("Awa", None)
    assert found.score == pytest.approx(0.98)


def test_a_pending_voice_keeps_its_number_in_later_transcripts(
    database: Database, settings: Settings, tenant: str
) -> None:
    first, other = matched(database, settings, tenant, AXES[0], AXES[1])
    later, newcomer = matched(database, settings, tenant, near(0, 0.9), AXES[2])
    assert later.pending_number == first.pending_number
    assert newcomer.pending_number not in (first.pending_number, other.pending_number)


def test_a_voice_that_is_like_two_people_keeps_its_number_when_it_is_done_again(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", near(0, 0.98))
    enrol("Ava", near(0, 0.95, other=101))
    event = transcribed(tenant)
    spoken = [e.Voiceprint(speaker="A", embedding=AXES[0].tolist(), model="campplus", seconds=9.0)]
    with database.transaction(tenant) as connection:
        first = voices.match(connection, event, spoken, settings)["A"]
        event.meta.revision = 100
        again = voices.match(connection, event, spoken, settings)["A"]
    assert again.pending_number == first.pending_number


def test_a_voice_that_a_person_named_in_a_transcript_is_known_when_that_is_done_again(
    database: Database, settings: Settings, tenant: str
) -> None:
    event = transcribed(tenant)
    spoken = [
        e.Voiceprint(speaker="A", embedding=AXES[0].tolist(), model="campplus", seconds=9.0),
        e.Voiceprint(speaker="B", embedding=AXES[1].tolist(), model="campplus", seconds=9.0),
    ]
    with database.transaction(tenant) as connection:
        before = voices.match(connection, event, spoken, settings)
        connection.execute(
            "UPDATE st.voiceprint_library SET status = 'confirmed', name = 'Awa'"
            " WHERE user_id = %s AND speaker = 'A'",
            (tenant,),
        )
        again = voices.match(connection, event, spoken, settings)
    assert (before["A"].name, again["A"].name) == (None, "Awa")
    assert again["B"].pending_number == before["B"].pending_number


def test_voices_of_other_tenants_and_other_models_are_never_compared(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Theirs", AXES[0], user=f"{tenant}-other")
    enrol("Older", AXES[0], model="another")
    [found] = matched(database, settings, tenant, AXES[0])
    assert (found.name, found.score) == (None, None)


def test_a_model_whose_voiceprints_have_another_length_is_refused_in_words(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", AXES[0])
    with pytest.raises(PoisonError, match="192 numbers by campplus, the model gives 512"):
        matched(database, settings, tenant, np.eye(512)[0])


@pytest.mark.parametrize("numbers", [2, 24, 192, 512])
def test_what_is_near_is_what_numpy_finds(
    database: Database, settings: Settings, tenant: str, enrol: Enrol, numbers: int
) -> None:
    chance = np.random.default_rng(numbers)
    library, asked = unit(chance, 60, numbers), unit(chance, 3, numbers)
    for i in range(6):  # some on either side of the floor, whatever the length
        library[i] = 0.63 * asked[i % 3] + (0.4 + 0.1 * i) * library[i]
    library /= np.linalg.norm(library, axis=1, keepdims=True)
    for i, vector in enumerate(library):
        enrol(f"P{i}", 3 * vector)
    spoken = [e.Voiceprint(speaker="S", embedding=v.tolist(), model="campplus", seconds=9.0)
              for v in asked]  # fmt: skip
    event = transcribed(tenant)
    with database.transaction(tenant) as connection:
        found = {
            entry.person: entry.scores for entry in voices.near(connection, event, spoken, settings)
        }
    scores = library @ asked.T
    floor = settings.voiceprint_threshold - settings.voiceprint_margin
    expected = {f"P{i}": list(row) for i, row in enumerate(scores) if row.max() >= floor}
    assert found.keys() == expected.keys()
    assert 0 < len(found) < 60
    for name, row in found.items():
        assert row == pytest.approx(expected[name], abs=1e-5)


def test_a_voice_that_changes_or_goes_is_found_as_it_is(
    database: Database, settings: Settings, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", AXES[0])
    with database.transaction(tenant) as connection:
        connection.execute(
            "UPDATE st.voiceprint_library SET embedding = %s::vector WHERE user_id = %s",
            (json.dumps(AXES[1].tolist()), tenant),
        )
    assert [m.name for m in matched(database, settings, tenant, AXES[0], AXES[1])] == [None, "Awa"]
    with database.transaction(tenant) as connection:
        connection.execute("DELETE FROM st.voiceprint_library WHERE user_id = %s", (tenant,))
    [found] = matched(database, settings, tenant, AXES[1])
    assert found.score is None


def test_sketches_are_nobodys_to_read_and_another_tenants_are_not_searched(
    database: Database, tenant: str, enrol: Enrol
) -> None:
    enrol("Awa", AXES[0])
    ask = "SELECT count(*) FROM st.near(%s, 'campplus', ARRAY[%s::vector], 0.5)"
    asked = (tenant, json.dumps(AXES[0].tolist()))
    for whose, expected in ((tenant, 1), ("somebody-else", 0)):
        with database.transaction(whose) as connection:
            row = connection.execute(ask, asked).fetchone()
            assert row == (expected,)
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        database.transaction(tenant) as connection,
    ):
        connection.execute("SELECT * FROM st.voiceprint_sketches")


def test_no_voices_are_no_matches(database: Database, settings: Settings, tenant: str) -> None:
    assert matched(database, settings, tenant) == []
