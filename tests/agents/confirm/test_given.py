"""Names that persons give at the same time as something else goes on, on a real PostgreSQL."""

from typing import Any
from uuid import uuid4

import pytest

from agents.enrich.logic import carried
from agents.given import Given, said
from schemas import events as e
from streams.errors import PoisonError
from tests.agents.confirm.stores import Stores, result

pytestmark = pytest.mark.integration
# Who speaks from when to when, by the labels of one computation and of the next.
FIRST = [("A", 0.0, 4.0), ("B", 4.0, 9.0)]
NEXT = [("X", 4.1, 9.0), ("Y", 0.0, 4.0)]


def test_of_two_names_given_at_once_neither_is_lost(stores: Stores) -> None:
    transcript = uuid4()
    stores.store(result(stores.tenant, transcript, 1, FIRST))
    one = stores.give(transcript, "A", "Ana Roy", 2)
    other = stores.give(transcript, "B", "Luc Petit", 2)
    assert {x.meta.revision for x in one} == {2}
    assert {x.meta.revision for x in other} == {3}
    stores.store([*other, *one])
    assert stores.names(transcript) == {"A": "Ana Roy", "B": "Luc Petit"}


def test_a_name_that_comes_again_is_of_the_same_revision(stores: Stores) -> None:
    transcript = uuid4()
    stores.store(result(stores.tenant, transcript, 1, FIRST))
    first = stores.give(transcript, "A", "Ana Roy", 2)
    stores.give(transcript, "A", "Anna Roy", 2)
    again = stores.give(transcript, "A", "Ana Roy", 2)
    assert [x.meta.event_id for x in again] == [x.meta.event_id for x in first]
    assert {x.name for x in again if isinstance(x, e.SegmentEnriched)} == {"Anna Roy", None}


def test_a_name_makes_a_revision_of_its_own_whatever_its_sender_had_read(stores: Stores) -> None:
    transcript = uuid4()
    stores.store(result(stores.tenant, transcript, 3, FIRST))
    assert {x.meta.revision for x in stores.give(transcript, "A", "Ana Roy", 2)} == {4}


def test_a_name_given_while_the_transcript_is_done_again_is_given_to_the_new_one(
    stores: Stores,
) -> None:
    transcript = uuid4()
    stores.store(result(stores.tenant, transcript, 1, FIRST))
    late = stores.give(transcript, "A", "Ana Roy", 2)
    [stored] = stores.store([*late, *result(stores.tenant, transcript, 100, NEXT)])
    assert stored.meta.revision == 100
    told: list[Any] = []
    stores.lifecycle.handle(stored, told.append)
    [carried_over] = [x for x in told if isinstance(x, e.SpeakerConfirmed)]
    assert (carried_over.speaker, carried_over.name) == ("Y", "Ana Roy")
    anew: list[Any] = []
    stores.confirm.handle(carried_over, anew.append)
    [stored] = stores.store(anew)
    assert stores.names(transcript) == {"X": None, "Y": "Ana Roy"}
    told.clear()
    stores.lifecycle.handle(stored, told.append)
    assert not [x for x in told if isinstance(x, e.SpeakerConfirmed)]


def test_a_label_of_a_result_that_was_replaced_names_nobody(stores: Stores) -> None:
    transcript = uuid4()
    stores.store(result(stores.tenant, transcript, 100, NEXT))
    with pytest.raises(PoisonError, match="done again since"):
        stores.give(transcript, "X", "Ana Roy", 2)


def test_a_name_that_comes_again_after_that_is_told_to_the_others_alone(stores: Stores) -> None:
    transcript, other = uuid4(), uuid4()
    stores.meeting(transcript, {"A": 0, "B": 1})
    stores.meeting(other, {"Z": 0})
    stores.give(transcript, "A", "Ana Roy", 2)
    stores.heard(transcript, {"Y": 0, "X": 1}, revision=100)
    stores.complete(result(stores.tenant, transcript, 100, NEXT))
    again = stores.give(transcript, "A", "Ana Roy", 2)
    assert [(x.transcript_id, x.speaker) for x in again] == [(other, "Z")]


def test_a_name_that_is_not_stored_yet_is_carried_over_and_replaces_the_one_that_is() -> None:
    known = {0: {"1": Given("A", "Ana", 2, [(0.0, 4.0)]), "2": Given("A", "Anna", 3, [(0.0, 4.0)])}}
    stored = [(2, "A", "Ana", 0.0, 4.0), (2, "B", "Luc", 4.0, 9.0)]
    now = [{"speaker": label, "start": start, "end": end} for label, start, end in NEXT]
    assert carried(said(known, 1, stored), now) == {"Y": "Anna", "X": "Luc"}
    assert carried(said(known, 1), now) == {"Y": "Anna"}
    assert said(known, 0) == []


def test_what_a_later_result_says_stands_before_what_was_given_to_an_earlier_one() -> None:
    known = {0: {"1": Given("A", "Ana", 2, [(0.0, 4.0)])}}
    assert said(known, 2, [(101, "X", "Luc", 0.0, 4.0)]) == [("X", "Luc", 0.0, 4.0)]
