"""The floor is given to somebody who is not called: by his office, or named just before."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named

PEOPLE = (
    Known("Sophie Vandenbroucke", "mail.txt", role="Pharmacienne – pharmacie, poste 4417"),
    Known("Sophie Lemoine", "minutes.pdf", role="infirmière"),
    Known("Simon Hargreaves", "programme.pdf", role="transport economist, author of The Price"),
    Known("Khadidiatou Sow", "minutes.pdf", role="présidente du comité"),
    Known("Ana Roy", "minutes.pdf", role="vice president"),
    Known("Luc Petit", "minutes.pdf", role="maire adjoint"),
)
LONG = "Nous avons eu trois erreurs en un mois, et rien de grave n'est arrivé."


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Je passe la parole à notre pharmacienne, qui a une nouvelle.", "Sophie Vandenbroucke"),
        ("Bien, la parole est à la présidente du comité de quartier.", "Khadidiatou Sow"),
        ("Pour commencer, l'infirmière va nous présenter le tableau.", "Sophie Lemoine"),
        ("Let's move on. Let's bring in our economist.", "Simon Hargreaves"),
        ("Sophie Lemoine a repris le tableau. Dis-leur ce que ça donne.", "Sophie Lemoine"),
        ("Ana Roy has the figures. Go on, tell them.", "Ana Roy"),
    ],
)
def test_whoever_is_given_the_floor_speaks_next(given: str, name: str) -> None:
    assert named([("A", given), ("B", LONG)], PEOPLE) == {"B": name}


@pytest.mark.parametrize(
    "text",
    [
        "La pharmacienne nous a présenté ses chiffres hier.",
        "Je passe la parole à notre comptable.",  # nobody is known to be one
        "Let's bring in our president.",  # a vice president is none
        "La parole est au public, et pas à le maire.",  # an adjoint is none either
        "Sophie Lemoine et Ana Roy ont repris le tableau. Dis-leur ce que ça donne.",  # which one
        "On my right, Ana Roy, from the bank. Could you tell us who you are?",
    ],
)
def test_nobody_is_named_where_none_or_several_may_be_meant(text: str) -> None:
    assert named([("A", text), ("B", LONG)], PEOPLE) == {}


def test_an_answer_that_he_is_away_names_nobody() -> None:
    away = "Elle n'est pas là, je la remplace pour la semaine, et je n'ai rien à dire."
    given = "Je passe la parole à notre pharmacienne."
    assert named([("A", given), ("B", away)], PEOPLE) == {}


def test_thanks_for_the_floor_are_for_whoever_gave_it() -> None:
    people = (*PEOPLE, Known("Valérie Rouquette", "minutes.pdf"))
    asked = "On en reparle. Je passe la parole à notre pharmacienne."
    before = [("A", LONG + LONG), ("C", LONG + LONG + LONG + LONG)]
    found = named([*before, ("A", asked), ("B", f"Merci, Valérie. {LONG}")], people)
    assert found == {"A": "Valérie Rouquette", "B": "Sophie Vandenbroucke"}


def test_words_in_another_script_are_no_office() -> None:
    alone = (Known("Ana Roy", "cv.txt"),)
    assert named([("A", "Merci madame la Жанна."), ("B", LONG)], alone) == {}
    assert named([("A", "La parole est à la Жанна."), ("B", LONG)], alone) == {}
