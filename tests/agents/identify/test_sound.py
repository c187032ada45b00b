"""Names that were misheard, and words that only sound like names."""

import pytest

from agents.identify.names import Known
from agents.identify.sound import alike
from schemas.events import NameSource
from tests.agents.identify.conversations import Meetings, named, namings

MEETINGS: Meetings = {
    "a weekday or a town hall is not Marie": (
        [
            ("A", "Il faut aller à la mairie. Mardi, ça vous va ?"),
            ("B", "Oui, le matin si possible."),
            ("A", "Mairie, école, tout est fermé ?"),
            ("C", "Non, pas avant midi."),
        ],
        {},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


def test_a_misheard_name_means_the_document_s_and_both_forms_are_kept() -> None:
    result = namings([("A", "Kouamé, pouvez-vous répondre ?"), ("B", "Oui.")])["B"]
    assert result.name == "Kwame Mensah"
    assert result.source is NameSource.DOCUMENT
    assert any("heard: Kouamé" in (reason.passage or "") for reason in result.evidence)


def test_short_words_are_not_taken_for_names_they_resemble() -> None:
    assert namings([("A", "Quoi, une question ?"), ("B", "Oui.")])["B"].name is None
    assert alike("Quoi", "Kwame") == 0.0
    assert alike("Clemens", "Clémence") == alike("Florens", "Florence") == 0.95
    assert alike("Clément", "Clémence") < 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bonjour, je suis Zawan Nyei.", "Awa Ndiaye"),
        ("Bonjour, je suis Zawaneye.", "Awa Ndiaye"),
        ("Bonjour, je suis Awandiaye.", "Awa Ndiaye"),
        ("Bonjour, je suis Awareness.", None),
        ("Bonjour, je suis Zélodie Brun.", "Élodie Brun"),
        ("Bonjour, je suis Zacharie Blum.", None),
        ("My name is Zawan Nyei.", None),
    ],
)
def test_a_name_may_have_taken_the_sound_that_french_links_to_it(
    text: str, name: str | None
) -> None:
    people = [Known("Awa Ndiaye", "glossary.txt"), Known("Élodie Brun", "cv.txt")]
    assert namings([("A", text), ("B", "Bien.")], people=people)["A"].name == name


def test_a_first_name_is_not_somebody_elses_surname_that_resembles_it() -> None:
    asked = [("A", "Marie, votre avis ?"), ("B", "Il est bon."), ("A", "Marie, et le budget ?")]
    found = namings([*asked, ("B", "Il est voté.")], people=[Known("Chloé Martin", "martin.txt")])
    assert found["B"].name is None
    called = [("A", "Thouvenain, votre avis ?"), ("B", "Il est bon."), ("A", "Merci Thouvenain.")]
    surname = namings(called, people=[Known("Hélène Thouvenin", "helene.txt")])
    assert surname["B"].name == "Hélène Thouvenin"


@pytest.mark.parametrize(("answer", "candidates"), [("Oui.", 1), ("Oui, à la mairie.", 0)])
def test_a_word_that_is_like_a_name_is_none_where_it_is_said_as_a_word_too(
    answer: str, candidates: int
) -> None:
    people = [Known("Marie Roy", "marie.pdf", "Marie ROY – urbaniste")]
    found = namings([("A", "Mairie, votre avis ?"), ("B", answer)], people=people)["B"]
    assert (found.name is not None) + len(found.candidates) == candidates


def test_a_long_name_may_be_misheard_by_a_vowel_inside_it() -> None:
    assert alike("Katharina", "Kateryna") == 0.94
    assert alike("Francesca", "Francesco") < 0.94 > alike("Marina", "Morena")
