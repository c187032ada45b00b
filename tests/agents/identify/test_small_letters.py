"""Transcripts of a recogniser that writes small letters alone."""

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import Turn
from agents.identify.names import Known

PEOPLE = [
    Known("Samira Haddad", "cv.pdf"),
    Known("Loïc Guégan", "cv2.pdf"),
    Known("Will Stone", "cv3.pdf"),
]
LONG = "les réseaux sont déviés, il reste le gaz."


def named(*said: tuple[str, str]) -> dict[str, str]:
    """The name of each speaker who got one."""
    turns = [Turn(who, 10.0 * i, 10.0 * i + 9, text) for i, (who, text) in enumerate(said)]
    clues = evidence.clues(turns, PEOPLE)
    found = logic.identify(list(dict.fromkeys(who for who, _ in said)), {}, clues, 0.6)
    return {who: naming.name for who, naming in found.items() if naming.name}


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ([("A", "bonjour, je suis samira haddad.")], {"A": "Samira Haddad"}),
        ([("A", "bonjour je suis samira haddad je pilote le projet")], {"A": "Samira Haddad"}),
        ([("A", "good morning i'm samira haddad from the port")], {"A": "Samira Haddad"}),
        ([("A", "loïc, où en est-on ?"), ("B", LONG)], {"B": "Loïc Guégan"}),
        ([("B", LONG), ("A", "merci loïc. passons au budget.")], {"B": "Loïc Guégan"}),
    ],
)
def test_known_names_are_found_without_capitals(
    said: list[tuple[str, str]], names: dict[str, str]
) -> None:
    assert named(*said) == names


def test_without_punctuation_it_is_not_known_who_is_thanked() -> None:
    assert named(("B", "le gaz reste à dévier"), ("A", "merci samira haddad et les stations")) == {}


def test_where_there_are_capitals_small_letters_are_words() -> None:
    text = "Nous avons vu le budget. Le site est prêt. Je suis will stone."
    assert named(("A", text)) == {}
    assert named(("A", text.lower())) == {"A": "Will Stone"}
