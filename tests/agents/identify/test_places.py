"""Where a name may have been misheard: what sounds a little like one is asked about."""

from itertools import count
from typing import Any

import pytest

from agents.identify.names import Known
from agents.identify.places import AROUND_S, MOST, Place, places

PEOPLE = [
    Known("Fatou Diop", "comite.txt"),
    Known("Wojciech Kowalczyk", "cv.docx"),
    Known("Léa Marchetti", "cv.md"),
    Known("Gwenola Riou", "comite.txt", absent=True),
]
WORD_S = 0.3


def meeting(*said: tuple[str, str]) -> list[dict[str, Any]]:
    """Who says what, a word after the other."""
    clock = count()
    return [
        {
            "speaker": speaker,
            "text": text,
            "words": [
                {"word": word, "start": (at := next(clock) * WORD_S), "end": at + WORD_S}
                for word in text.split()
            ],
        }
        for speaker, text in said
    ]


def asked(*said: tuple[str, str], missing: tuple[str, ...] = ()) -> list[Place]:
    names = missing or tuple(person.name for person in PEOPLE)
    return places(meeting(*said), PEOPLE, names, {"B"})


@pytest.mark.parametrize(
    ("text", "heard", "name"),
    [
        ("Je me présente. Faut tout dire, directrice.", "Faut tout dire", "Fatou Diop"),
        ("Commençons. Voight check. Vous avez suivi l'été.", "Voight check", "Wojciech"),
        ("Bonjour, je suis Voight check.", "Voight check", "Wojciech"),
        ("La livraison. L'héat y peut nous raconter.", "L'héat", "Léa"),
        ("Alors que faut tout dire soit là.", "faut tout dire", "Fatou Diop"),
    ],
)
def test_what_sounds_a_little_like_a_name_is_asked_about(text: str, heard: str, name: str) -> None:
    [place] = asked(("A", text), ("B", "Oui."))
    assert place.heard == heard
    assert name in place.names


@pytest.mark.parametrize(
    "text",
    [
        "Merci Fatou, je vous écoute.",
        "Merci à tous et bonne soirée.",
        "Nous comptons sur lea conseil.",
        "La séance est levée.",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert asked(("A", text), ("B", "Oui.")) == []


def test_who_has_a_name_is_not_listened_for() -> None:
    said = ("A", "Je me présente. Faut tout dire, directrice."), ("B", "Oui.")
    assert asked(*said, missing=("Léa Marchetti",)) == []


def test_only_what_is_said_by_or_beside_who_has_no_name_is_listened_to() -> None:
    call, named, unnamed = ("A", "Commençons. Voight check."), ("C", "Oui."), ("B", "Bien sûr.")
    assert [place.segment for place in asked(call, named, call, unnamed)] == [2]
    assert [place.segment for place in asked(unnamed, call, named, call)] == [1]
    assert asked(call, named, call, named) == []


def test_a_place_is_told_with_its_sound_and_what_is_recognised_around_it() -> None:
    said = ("A", "Je commence."), ("A", "Voight check. Vous avez suivi l'été."), ("B", "Oui.")
    [place] = asked(*said)
    text = said[1][1]
    assert text[place.first : place.last] == place.heard == "Voight check"
    whole = place.before + place.heard + place.after
    assert whole == "Je commence. Voight check. Vous avez suivi l'été. Oui."
    assert place.start == 0.0
    assert place.end == pytest.approx(9 * WORD_S + AROUND_S)


def test_the_likeliest_of_many_are_asked_about_each_word_once() -> None:
    many = [("A", "Faut tout lire. Bon."), ("B", "Oui.")] * (MOST + 5)
    found = asked(*many, ("A", "Faut tout dire."), ("B", "Oui."))
    assert len(found) == MOST
    assert found[-1].heard == "Faut tout dire"
