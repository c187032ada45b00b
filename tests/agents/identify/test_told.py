"""Somebody is spoken to by name in the middle of a talk: one such word is a candidate, two name."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named, namings

PEOPLE = (
    Known("Bertrand Lefèvre", "minutes.pdf"),
    Known("Ana Roy", "minutes.pdf"),
    Known("Simon Hargreaves", "programme.pdf"),
)
LONG = "Nous avons eu trois erreurs en un mois, et rien de grave n'est arrivé."
# Told before whoever speaks next: "B" is asked for nothing here.
BEFORE = [
    "Ana, vous m'ajoutez ça pour le rendez-vous de jeudi.",
    "Madame Roy, vous aviez un doute sur ce point.",
    "Je vois que vous levez les yeux au ciel, Ana, mais c'est la largeur.",
    "We had to move, Ms Roy, with your day job in mind.",
    "Continuez, Ana, je vous suis.",
]
# Told after whoever has just spoken.
AFTER = [
    "Laissez-moi finir, Ana. Il reste deux points.",
    "C'est noté, Ana. On passe au budget.",
    "Je n'ai pas dit que c'était vous, madame Roy. Le rapport le dit.",
    "She has, Ana, and I have that here.",
    "Demain midi, madame Roy, promis.",
]


@pytest.mark.parametrize("text", BEFORE)
def test_whoever_is_told_something_and_has_answered_another_word_is_named(text: str) -> None:
    turns = [("A", text), ("B", LONG), ("A", f"C'est noté, Ana. {LONG}")]
    assert named(turns, PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize("text", AFTER)
def test_whoever_has_been_answered_so_and_is_spoken_to_again_is_named(text: str) -> None:
    turns = [("B", LONG), ("A", text), ("C", LONG), ("A", BEFORE[0]), ("B", LONG)]
    assert named(turns, PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize("text", BEFORE)
def test_a_single_word_to_whoever_speaks_next_is_a_candidate(text: str) -> None:
    candidates = namings([("A", text), ("B", LONG)], people=PEOPLE)["B"].candidates
    assert [c.name for c in candidates] == ["Ana Roy"]
    assert named([("A", text), ("B", LONG)], PEOPLE) == {}


@pytest.mark.parametrize("text", AFTER)
def test_a_single_answer_to_whoever_spoke_before_is_a_candidate(text: str) -> None:
    turns = [("B", LONG), ("A", text)]
    assert [c.name for c in namings(turns, people=PEOPLE)["B"].candidates] == ["Ana Roy"]
    assert named(turns, PEOPLE) == {}


def test_whoever_speaks_before_and_after_is_told() -> None:
    turns = [("B", LONG), ("A", "Tiens, Ana, tu tombes bien, on parlait de ta liste."), ("B", LONG)]
    assert named(turns, PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize(
    "text", ["I think that's one for Ms Roy.", "C'est une question pour madame Roy."]
)
def test_whose_question_it_is_answers(text: str) -> None:
    assert named([("C", LONG), ("A", text), ("B", LONG)], PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize(
    "text",
    [
        "La directrice, Ana, nous a écrit hier.",  # who that is
        "Avec ma collègue, Ana, on a tout relu.",
        "J'ai vu Bertrand, Ana, Simon, tous les trois.",
        "Elle nous a dit, Ana, de ne rien changer.",
        "Ana, c'est ça ? Je crois que c'est elle.",
        "Ana, si tu regardes cet enregistrement, bon rétablissement.",
        "Ana, if you're watching this, get well soon.",
        "Ana, wherever you are, thank you.",
        "Ana, je lui réponds quoi ?",
        "C'est votre sœur, Ana ?",
        "On a lu une lettre, Ana Roy, hier soir.",
        "Pardon, c'est qui, Ana Roy ?",
    ],
)
def test_who_is_spoken_of_is_neither_before_nor_after(text: str) -> None:
    turns = [("B", LONG), ("A", f"{text} {LONG}"), ("C", LONG)]
    assert namings(turns, people=PEOPLE)["B"].candidates == []
    assert named(turns, PEOPLE) == {}


def test_who_is_spoken_of_is_not_called_beside_it() -> None:
    turns = [("A", "Madame Roy, je lui réponds quoi ? Madame Roy, vous patientez ?"), ("B", LONG)]
    assert named(turns, PEOPLE) == {}


@pytest.mark.parametrize(
    "text", ["Ana, vous avez raison.", "Madame Roy, vous êtes très aimable.", "Ana, you're right."]
)
def test_a_remark_is_not_for_whoever_speaks_next(text: str) -> None:
    turns = [("A", text), ("B", LONG), ("A", text), ("B", LONG)]
    assert named(turns, PEOPLE) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Bienvenue parmi nous, Ana. On commence.",
        "Et pour le budget, Ana, on attend mardi.",
        "Sur le budget, Ana, on attend mardi.",
    ],
)
def test_who_is_welcomed_or_turned_to_has_not_just_spoken(text: str) -> None:
    turns = [("B", LONG), ("A", text)]
    assert namings(turns, people=PEOPLE)["B"].candidates == []


@pytest.mark.parametrize(
    "text",
    [
        "Ana, Simon, vous m'ajoutez ça.",  # one of two
        "Ana, vous m'ajoutez ça. On passe au budget.",  # not at the end
        "Karim Benali, vous m'ajoutez ça.",  # whom nobody knows
    ],
)
def test_less_tells_next_to_nothing_of_whoever_speaks_next(text: str) -> None:
    found = namings([("A", text), ("B", LONG)], people=PEOPLE)["B"]
    assert found.name is None
    assert max((c.score for c in found.candidates), default=0.0) <= 0.3


def test_such_answers_say_less_when_another_is_called_so() -> None:
    answers = [("B", LONG), ("A", AFTER[0]), ("B", LONG), ("A", AFTER[1])]
    assert named(answers, PEOPLE) == {"B": "Ana Roy"}
    asked = [("C", LONG), ("A", "Ana, qu'en pensez-vous ?"), ("C", LONG)]
    assert named([*answers, *asked], PEOPLE) == {}
