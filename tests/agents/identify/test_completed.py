"""A name that documents have with an initial only is completed by what is said."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named

PEOPLE = (Known("G. Pellew", "letter.txt"), Known("Ana Roy", "agenda.pdf"))
LONG = "Nineteen passengers on an average Wednesday, and eleven of them in January."


def test_who_says_his_first_name_has_it() -> None:
    own = ("A", f"I'm Gordon Pellew, and I'll be brief. {LONG}")
    assert named([own, ("B", LONG)], PEOPLE) == {"A": "Gordon Pellew"}


def test_anybody_may_say_it() -> None:
    call = ("B", "Now the operator. Gordon Pellew, would you begin?")
    assert named([call, ("A", LONG)], PEOPLE) == {"A": "Gordon Pellew"}


@pytest.mark.parametrize(
    "call",
    [
        "Now the operator. Mr Pellew, would you begin?",
        # His brother, and two whom he may be.
        "It was Tom Pellew who called. Mr Pellew, would you begin?",
        "Is it Gordon Pellew or Graham Pellew? Mr Pellew, would you begin?",
    ],
)
def test_else_it_stays_as_it_is_written(call: str) -> None:
    assert named([("B", call), ("A", LONG)], PEOPLE) == {"A": "G. Pellew"}
