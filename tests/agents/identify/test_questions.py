"""Questions that begin with a word which is no name and end with the name of whoever is asked."""

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import Turn
from agents.identify.names import Known

PEOPLE = [Known("Marie Delcourt", "cv.pdf"), Known("John Whitfield", "cv2.pdf")]


@pytest.mark.parametrize(
    "question",
    [
        "What do you think, Marie?",
        "And how do you see it, Marie?",
        "Et comment vois-tu la suite, Marie ?",
    ],
)
def test_whoever_is_asked_at_the_end_of_a_question_answers(question: str) -> None:
    turns = [Turn("A", 0.0, 5.0, question), Turn("B", 5.5, 12.0, "Je vois cela très bien.")]
    found = logic.identify(["A", "B"], {}, evidence.clues(turns, PEOPLE), 0.6)
    assert {who: naming.name for who, naming in found.items()} == {"A": None, "B": "Marie Delcourt"}


def test_of_two_who_are_called_neither_is_asked() -> None:
    turns = [Turn("A", 0.0, 5.0, "John, what do you think, Marie?"), Turn("B", 5.5, 12.0, "Yes.")]
    found = logic.identify(["A", "B"], {}, evidence.clues(turns, PEOPLE), 0.6)
    assert found["B"].name is None
