"""Of known people, who is meant by a name: surnames, titles, namesakes."""

import pytest

from agents.identify.names import Known, resolve
from tests.agents.identify.conversations import PEOPLE, Meetings, named, namings

MEETINGS: Meetings = {
    "an article may begin a surname": (
        [
            ("A", "Merci madame. Monsieur Le Goff."),
            ("B", "Je n'ai rien à ajouter sur ce point."),
            ("C", "Merci monsieur Le Goff. Passons au budget."),
        ],
        {"B": "Thierry Le Goff"},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Pieter van den Berg", "Pieter van den Berg"),
        ("Mr van den Berg", "Pieter van den Berg"),
        ("Madame d'Orval", "Ana d'Orval"),
        ("Maître de La Fontaine", "Claire de La Fontaine"),
        ("Monsieur El Amrani", "Rachid El Amrani"),
        ("Ana de Lyon", "Ana d'Orval"),
        ("Madame la Maire", None),
        ("Monsieur Ben Ali", None),
    ],
)
def test_a_surname_may_have_several_words(called: str, name: str | None) -> None:
    names = ["Pieter van den Berg", "Ana d'Orval", "Claire de La Fontaine", "Rachid El Amrani"]
    people = [Known(n, "list.md") for n in [*names, "Marie Roy"]]
    result = namings([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == name


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Madame Corre", "Y. Corre"),
        ("Yannick Corre", "Yannick Corre"),
        ("Luc Corre", None),
        ("Marc Roy", None),
        ("Y", None),
    ],
)
def test_of_an_initial_the_surname_is_said(called: str, name: str | None) -> None:
    people = [Known("Y. Corre", "list.md"), Known("Marie Roy", "list.md")]
    result = namings([("A", f"{called}, votre avis ?"), ("B", "Il est bon.")], people=people)
    assert result["B"].name == name


def test_a_title_tells_people_of_one_surname_apart() -> None:
    passage = "Présents : Mme Brigitte COLIN, M. David Colin"
    people = [Known(n, "list.md", passage) for n in ("Brigitte Colin", "David Colin")]
    asked = [("A", "Monsieur Colin, votre avis ?"), ("B", "Il est bon, et il faut commencer.")]
    assert namings(asked, people=people)["B"].name == "David Colin"
    alone = [Known("Philippe Garnier", "fiche.txt", "Client : M. Philippe GARNIER")]
    said = [("A", "Bonjour, je suis madame Garnier, sa femme."), ("B", "Bonjour madame Garnier.")]
    assert namings(said, people=alone)["A"].name is None
    couple = [Known("Ana Roy", "list.md", "M. et Mme Ana Roy")]
    called = [("A", "Monsieur Roy, votre avis ?"), ("B", "Il est bon.")]
    assert namings(called, people=couple)["B"].name == "Ana Roy"


def test_a_stranger_has_his_whole_name_and_not_where_he_is_from() -> None:
    people: list[Known] = []
    found = namings([("A", "My name is Ana van der Meer."), ("B", "Right.")], people=people)
    assert [c.name for c in found["A"].candidates] == ["Ana van der Meer"]
    found = namings([("A", "Bonjour, je suis Marc de Saint-Junien."), ("B", "Oui.")], people=people)
    assert [c.name for c in found["A"].candidates] == ["Marc"]


def test_a_name_that_two_have_is_nobodys() -> None:
    asked = [("A", "Marie, votre avis ?"), ("B", "Il est bon, et il faut commencer maintenant.")]
    assert named(asked, (*PEOPLE, Known("Marie Aubert", "aubert.txt"))) == {}


def test_a_letter_stands_for_the_surname_that_begins_with_it() -> None:
    people = [Known("Dan Kowalczyk"), Known("Dan Hughes"), Known("Dan Ibbotson")]
    assert (heard := resolve("Dan K", people)) is not None
    assert heard.name == "Dan Kowalczyk"
    assert (heard := resolve("Dan H", people)) is not None
    assert heard.name == "Dan Hughes"
    # "Dan I think so".
    assert (heard := resolve("Dan I", people)) is None or heard.known is None
