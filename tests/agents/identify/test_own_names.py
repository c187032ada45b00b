"""One's own name with what one is, put right, or said again."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named, namings

PEOPLE = (
    Known("Rachel Underwood", "programme.pdf"),
    Known("Simon Hargreaves", "programme.pdf"),
    Known("Julien Besnard", "annonce.md", role="architecte"),
    Known("Claire Fontanel", "annonce.md", role="commissaire enquêtrice"),
)
OTHER = ("B", "Et ça monte à combien d'étages, du côté du boulevard ?")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello. I'm your host, Rachel Underwood, and tonight we talk.", "Rachel Underwood"),
        ("Bonsoir, je suis l'architecte du projet, Julien Besnard.", "Julien Besnard"),
        ("Hi, it's Rachel Underwood, from the Bristol office. Sorry.", "Rachel Underwood"),
        ("Bonjour, c'est Julien Besnard. Pardon pour le retard.", "Julien Besnard"),
        ("It's Hargreaves, with an s at the end, but don't worry.", "Simon Hargreaves"),
        ("Merci. Besnard, si vous permettez, Julien Besnard. Alors, le projet.", "Julien Besnard"),
        ("Merci Bessnard si vous permettez Julia Bessnard. Alors, on y va.", "Julien Besnard"),
        (
            "Bonsoir, asseyez-vous. Claire Fontanel, commissaire enquêtrice, c'est moi qui"
            " conduirai la réunion.",
            "Claire Fontanel",
        ),
    ],
)
def test_whoever_says_so_is_named(text: str, name: str) -> None:
    assert named([("A", text), OTHER], PEOPLE) == {"A": name}


@pytest.mark.parametrize(
    "text",
    [
        "I'm the one, Rachel Underwood, who called you about the house.",
        "Hi, it's Rachel Underwood who should tell us.",
        "Bonjour, c'est Julien Besnard qui commence.",
        "I'm the only one, Rachel Underwood, in favour of the new timetable.",
        "I'm your neighbour, Rachel Underwood, and you know it.",
        "Il a dit : je suis l'architecte du projet, Julien Besnard.",
        "Thank you. Simon, if I may, one more thing, because people ask me.",
        "C'est Julien Besnard, avec qui vous avez travaillé, qui vient demain.",
    ],
)
def test_who_speaks_of_another_is_not_him(text: str) -> None:
    assert "A" not in named([("A", text), OTHER], PEOPLE)


def test_who_says_that_he_is_not_somebody_is_not_him() -> None:
    said = [("A", "I am not Rachel Underwood, she is ill."), ("B", "Rachel, could you begin?")]
    turns = [*said, ("A", "I could, and I shall be short."), OTHER]
    assert "A" not in named(turns, PEOPLE)
    assert named(turns[1:], PEOPLE) == {"A": "Rachel Underwood"}


@pytest.mark.parametrize(
    "text", ["Moi c'est Nabil, Nabil Haddad.", "Moi c'est Nabil Nabil Haddad."]
)
def test_a_first_name_said_twice_is_said_once_in_the_name(text: str) -> None:
    result = namings([("A", text), OTHER])["A"]
    assert "Nabil Haddad" in {result.name, *(c.name for c in result.candidates)}


def test_one_in_no_document_who_says_what_he_does_stays_a_candidate() -> None:
    result = namings([("A", "Good evening. Andrzej Malinowski, I drive freight trains."), OTHER])
    assert result["A"].name is None
    assert [c.name for c in result["A"].candidates] == ["Andrzej Malinowski"]
