"""Whoever has just spoken is answered by name."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named, namings

PEOPLE = (
    Known("Bertrand Lefèvre", "minutes.pdf"),
    Known("Ana Roy", "minutes.pdf", role="présidente du comité"),
    Known("Simon Hargreaves", "programme.pdf"),
)
LONG = "Nous avons eu trois erreurs en un mois, et rien de grave n'est arrivé."


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Oui, monsieur Lefèvre, on a trouvé la cause.", "Bertrand Lefèvre"),
        ("Pas de souci, Bertrand, je te préviens la veille.", "Bertrand Lefèvre"),
        ("Oui, madame la présidente, le budget est tenu.", "Ana Roy"),
        ("Excusez-moi, madame Roy, j'avais mal lu ma fiche.", "Ana Roy"),
        ("Nous sommes d'accord, Ana, et je l'ai écrit.", "Ana Roy"),
        ("Oh Ana, please tell me it isn't the one in Bristol.", "Ana Roy"),
        ("With respect, Simon, that leaves out the taxes.", "Simon Hargreaves"),
        ("You're very generous, Simon. There was another one.", "Simon Hargreaves"),
        ("No problem, Simon, we have only just started.", "Simon Hargreaves"),
    ],
)
def test_whoever_is_answered_has_just_spoken(answer: str, name: str) -> None:
    turns = [("A", LONG), ("B", f"{answer} {LONG}"), ("C", LONG)]
    assert named(turns, PEOPLE) == {"A": name}


@pytest.mark.parametrize(
    "text",
    [
        "Oui, Ana, vous voulez réagir ?",
        "Oui, Ana, tu commences.",
        "D'accord, Ana, on t'écoute.",
        "Bien sûr. Ana, un dernier mot ?",
    ],
)
def test_whoever_is_asked_for_more_speaks_next(text: str) -> None:
    assert named([("A", LONG), ("B", text), ("C", LONG)], PEOPLE) == {"C": "Ana Roy"}


@pytest.mark.parametrize(
    "text",
    [
        "Oui, Ana.",  # may be the floor as well
        f"I know Simon, he would never do that. {LONG}",
        f"Ah, Ana, elle est en congé. {LONG}",
        f"Je rappelle ce que disait le docteur, Ana, hier. {LONG}",
    ],
)
def test_a_name_that_may_mean_another_names_nobody(text: str) -> None:
    assert named([("A", LONG), ("B", text), ("C", LONG)], PEOPLE) == {}


def test_a_capital_that_nobody_has_is_no_candidate_either() -> None:
    turns = [("A", LONG), ("B", f"Non, Paul, je ne crois pas. {LONG}")]
    assert namings(turns, people=PEOPLE)["A"].candidates == []


def test_an_answer_to_a_mere_word_may_be_for_whoever_spoke_before() -> None:
    turns = [("A", LONG), ("C", "Ah."), ("B", f"Oui, Ana, on a trouvé la cause. {LONG}")]
    assert named(turns, PEOPLE) == {}


def test_whoever_is_answered_is_not_asked() -> None:
    turns = [("A", LONG), ("B", "Oui, Ana, on a trouvé la cause."), ("C", LONG)]
    assert namings(turns, people=PEOPLE)["C"].candidates == []


def test_whoever_answers_by_name_is_somebody_else() -> None:
    turns = [("A", "Ana, à vous."), ("B", f"Non, Ana, c'est à moi. {LONG}")]
    assert "B" not in named(turns, PEOPLE)
