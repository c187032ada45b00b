"""Questions that begin with a word which is no name and end with the name of whoever is asked."""

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import Turn
from agents.identify.names import Known
from agents.identify.outcome import Naming

PEOPLE = [Known("Marie Delcourt", "cv.pdf"), Known("John Whitfield", "cv2.pdf")]


def answered(said: str) -> dict[str, Naming]:
    """What is found of A, who says this, and of B, who speaks next."""
    turns = [Turn("A", 0.0, 5.0, said), Turn("B", 5.5, 12.0, "Oui, les comptes sont prêts.")]
    return logic.identify(["A", "B"], {}, evidence.clues(turns, PEOPLE), 0.6)


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


@pytest.mark.parametrize(
    "call",
    [
        "On commence par la livraison. Marie y peut nous raconter.",
        "On commence par la livraison. Marie tu peux nous dire où on en est.",
        "On commence par la livraison. Marie vous pouvez commencer.",
        "Marie peut nous présenter les comptes.",
    ],
)
def test_whoever_can_tell_is_asked_though_no_comma_was_heard(call: str) -> None:
    found = answered(call)
    assert {who: naming.name for who, naming in found.items()} == {"A": None, "B": "Marie Delcourt"}


@pytest.mark.parametrize(
    "text",
    [
        "Je ne sais pas ce que Marie peut nous apporter.",
        "Marie peut nous coûter cher, avec ses travaux.",
        "Ce que vous dites de Marie vous pouvez le garder.",
    ],
)
def test_who_is_spoken_of_is_not_asked(text: str) -> None:
    found = answered(text)
    assert found["B"].name is None


@pytest.mark.parametrize(
    "asked",
    [
        "Thank you. John, you have been through the readings. What do they show?",
        "Merci. John, vous avez préparé des cartes. Qu'est-ce qu'elles nous apprennent ?",
        "Let's not get stuck on that. Go on John, the map.",
        "C'est une bonne question. Vas-y John, la carte.",
    ],
)
def test_whoever_is_told_what_he_has_done_is_asked_about_it(asked: str) -> None:
    found = answered(asked)
    assert found["B"].name == "John Whitfield"


@pytest.mark.parametrize(
    "asked",
    [
        "John, you have been a great help. Who wants to begin?",
        "John, you have been a great help. Is everybody happy with that?",
        "John, vous nous avez bien aidés. Est-ce que tout le monde est d'accord ?",
        "John went through the readings. What do they show?",
        "On a vu ça hier, John. Où en est la carte ?",
    ],
)
def test_a_question_to_all_asks_nobody(asked: str) -> None:
    found = answered(asked)
    assert found["B"].name is None
