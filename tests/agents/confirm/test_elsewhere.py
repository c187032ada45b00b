"""A name goes to the same voice elsewhere, and to nobody whom a person has named there."""

from uuid import uuid4

import pytest

from agents.given import Given, direct
from schemas import events as e
from sinks.postgres import eraser
from streams.events import confirmed, followed, meta
from tests.agents.confirm.stores import Stores

pytestmark = pytest.mark.integration
ALICE, BOB = "Alice Martin", "Bob Durand"


def test_a_corrected_name_follows_where_it_had_followed(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0})
    stores.name(first, "A", ALICE)
    assert stores.names(second) == {"X": ALICE}
    stores.name(first, "A", BOB)
    assert stores.names(first) == {"A": BOB}
    assert stores.names(second) == {"X": BOB}
    assert stores.heard(uuid4(), {"Z": 0})["Z"].name == BOB


def test_a_name_corrected_where_it_had_followed_leaves_the_one_that_was_given(
    stores: Stores,
) -> None:
    first, second, third = uuid4(), uuid4(), uuid4()
    for transcript, label in ((first, "A"), (second, "X"), (third, "Y")):
        stores.meeting(transcript, {label: 0})
    stores.name(first, "A", ALICE)
    stores.name(second, "X", BOB)
    assert stores.names(first) == {"A": ALICE}
    assert stores.names(second) == {"X": BOB}
    assert stores.names(third) == {"Y": ALICE}
    assert stores.library(first) == [("A", "confirmed", ALICE, 1)]
    assert stores.library(second) == [("X", "confirmed", BOB, None)]
    stores.name(first, "A", "Alice Roy")
    assert (stores.names(second), stores.names(third)) == ({"X": BOB}, {"Y": "Alice Roy"})
    stores.name(second, "X", "Bob Petit")
    assert stores.names(first) == {"A": "Alice Roy"}


def test_a_name_that_a_person_repeated_elsewhere_is_given_there(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0})
    stores.name(first, "A", ALICE)
    stores.name(second, "X", ALICE)
    stores.name(first, "A", BOB)
    assert (stores.names(first), stores.names(second)) == ({"A": BOB}, {"X": ALICE})
    assert [row[2] for row in stores.library(second)] == [ALICE]


def test_a_name_given_before_another_follows_stays(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0})
    told = stores.give(first, "A", ALICE, 2)
    [following] = [x for x in told if isinstance(x, e.SpeakerConfirmed)]
    stores.name(second, "X", "Carol Roy")
    assert stores.confirmed(following) == []
    assert stores.names(second) == {"X": "Carol Roy"}
    assert [row[2] for row in stores.library(first)] == [ALICE]


def test_a_name_given_before_the_library_marked_it_stays(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0})
    stores.name(first, "A", ALICE)
    with stores.database.transaction(stores.tenant) as connection:
        connection.execute("UPDATE st.voiceprint_library SET given = false")
    stores.name(second, "X", BOB)
    assert stores.names(first) == {"A": ALICE}
    assert [row[2] for row in stores.library(first)] == [ALICE]
    assert stores.names(second) == {"X": BOB}


def test_a_voice_taken_for_two_is_two_once_a_person_says_so(stores: Stores) -> None:
    transcript = uuid4()
    stores.meeting(uuid4(), {"X": 0})
    stores.meeting(transcript, {"A": 0, "B": 0})
    stores.name(transcript, "A", ALICE)
    stores.name(transcript, "B", BOB)
    assert stores.names(transcript) == {"A": ALICE, "B": BOB}
    assert [row[2] for row in stores.library(transcript)] == [ALICE, BOB]


def test_a_name_that_followed_is_corrected_after_its_transcript_was_done_again(
    stores: Stores,
) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0, "Y": 1})
    stores.name(first, "A", ALICE)
    stores.meeting(second, {"Y": 0, "X": 1}, revision=100)
    assert stores.names(second) == {"X": None, "Y": ALICE}
    stores.name(first, "A", BOB)
    assert stores.names(second) == {"X": None, "Y": BOB}


def test_a_name_that_was_given_stays_after_its_transcript_was_done_again(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0, "B": 1})
    stores.meeting(second, {"X": 0})
    stores.name(first, "A", ALICE)
    stores.meeting(first, {"B": 0, "A": 1}, revision=100)
    stores.name(second, "X", BOB)
    assert stores.names(first) == {"A": None, "B": ALICE}
    assert stores.names(second) == {"X": BOB}


def test_a_name_given_to_an_earlier_result_is_given_to_whoever_spoke_then() -> None:
    known = {
        0: {"1": Given("A", ALICE, 2, [(0.0, 4.0)]), "2": Given("B", BOB, 3, [(4.0, 9.0)], True)},
        1: {"3": Given("Z", "Carol Roy", 101, [(9.0, 12.0)])},
    }
    now = [
        {"speaker": label, "start": start, "end": end}
        for label, start, end in (("X", 4.1, 9.0), ("Y", 0.0, 4.0), ("Z", 9.0, 12.0))
    ]
    assert direct(known, now) == {"Y": ALICE, "Z": "Carol Roy"}


def test_a_name_stays_the_librarys_when_its_transcript_is_erased(stores: Stores) -> None:
    first, second = uuid4(), uuid4()
    stores.meeting(first, {"A": 0})
    stores.meeting(second, {"X": 0})
    stores.name(first, "A", ALICE)
    gone = e.ErasureRequested(
        meta=meta(e.ErasureRequested, uuid4()), erasure_id=uuid4(), user_id=stores.tenant,
        transcript_id=first, file_id=None,
    )  # fmt: skip
    with stores.database.transaction(stores.tenant) as connection:
        eraser.erase(connection, gone)
    stores.name(second, "X", BOB)
    assert [row[2] for row in stores.library(first)] == [ALICE]


def test_only_our_own_events_say_that_a_name_follows() -> None:
    said = ("awa", uuid4(), "A", ALICE, 2)
    assert followed(confirmed(*said, follows=True))
    assert not followed(confirmed(*said))
