"""Several known people who bear the name that is said."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import Dialogue, named

PATELS = (
    Known("Nikhil Patel", "a", "3. Report - Nikhil Patel"),
    Known("Anjali Patel", "a", "Apologies: Dr Anjali Patel", absent=True),
    Known("Chris Holloway", "a", "Chris Holloway (migration)"),
    Known("Chris Nakamura", "a", "Chris Nakamura (checkout page)"),
    Known("Paul Garnier", "a", "Dr Paul Garnier"),
    Known("Luc Garnier", "a", "Pr Luc Garnier"),
)
LONG = "The committee met on the ninth of October, and reviewed eleven recommendations."


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("Mr Patel, could you report?", "Nikhil Patel"),
        ("Patel, what do you think?", "Nikhil Patel"),
        ("Docteur Garnier, à vous.", "Paul Garnier"),
        ("Professeur Garnier, à vous.", "Luc Garnier"),
        ("Chris Nakamura, what do you think?", "Chris Nakamura"),
    ],
)
def test_the_one_who_is_there_or_has_the_title_is_meant(call: str, name: str) -> None:
    assert named([("A", call), ("B", LONG)], PATELS) == {"B": name}


@pytest.mark.parametrize(
    "call",
    [
        "Chris, what do you think?",
        "Monsieur Garnier, à vous.",
        "Dr Patel, could you report?",
        "Mr Holland, could you report?",
    ],
)
def test_nobody_is_meant_by_what_several_may_be_or_who_is_away(call: str) -> None:
    assert named([("A", call), ("B", LONG)], PATELS) == {}


def test_thanks_are_for_the_one_who_is_there() -> None:
    dialogue: Dialogue = [("B", LONG), ("A", "Thank you, Mr Patel. Next item.")]
    assert named(dialogue, PATELS) == {"B": "Nikhil Patel"}


@pytest.mark.parametrize(
    ("call", "name"),
    [("Madame Sow ?", "Khadidiatou Sow"), ("Monsieur Sow, à vous.", "Mamadou Sow")],
)
def test_by_how_a_role_is_written_a_title_tells_who_is_meant(call: str, name: str) -> None:
    people = [
        Known("Khadidiatou Sow", "a", role="présidente du comité"),
        Known("Mamadou Sow", "a", role="adjoint au maire"),
    ]
    assert named([("A", call), ("B", LONG)], people) == {"B": name}
    assert named([("A", "Sow, à vous."), ("B", LONG)], people) == {}


def test_who_calls_one_of_several_of_a_name_is_none_of_them() -> None:
    people = [Known("Julien Barthe", "list.md"), Known("Julien Morel", "list.md")]
    turns = [
        ("A", "Julien, qu'en pensez-vous ?"),
        ("B", "Le réseau tient. C'est un peu l'idée, monsieur Barthe ?"),
        ("A", "Passons au budget, il reste deux points."),
    ]
    assert named(turns, people) == {}
