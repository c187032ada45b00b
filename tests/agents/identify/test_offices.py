"""People who are called by the office that a document gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pytest

from agents.context import people
from agents.enrich.logic import known
from agents.identify import evidence, logic
from agents.identify.dialogue import turns_of

MINUTES = """Présidente : Clémence Aubry
Présents : Paul Garnier (maire), Anne Leroy (trésorière)
Maire adjoint : Luc Petit
"""
BOARD = "Chair: Fiona Gallagher\nPresent: Tom Baker (Treasurer), Ana Roy (Director of Finance)"
PAUSE_S = 0.6
WORD_S = 0.35
LONG = "Nous avons tout revu avec les services, et nous avons tenu les délais et le budget."


def named(document: str, dialogue: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The name of each speaker who got one, in a meeting with that document."""
    listed = [{**asdict(p), "source_file": "a", "place": None} for p in people.listed(document)]
    segments, at = [], 0.0
    for who, text in dialogue:
        end = at + WORD_S * len(text.split())
        segments.append({"speaker": who, "start": at, "end": end, "text": text})
        at = end + PAUSE_S
    clues = evidence.clues(turns_of(segments), known(listed))
    found = logic.identify(list(dict.fromkeys(who for who, _ in dialogue)), {}, clues, 0.6)
    return {speaker: naming.name for speaker, naming in found.items() if naming.name}


@pytest.mark.parametrize(
    ("document", "call", "name"),
    [
        (MINUTES, "Madame la présidente, vous avez la parole.", "Clémence Aubry"),
        (MINUTES, "Madame la trésorière, où en sont les comptes ?", "Anne Leroy"),
        (MINUTES, "La parole est à monsieur le maire.", "Paul Garnier"),
        (MINUTES, "Monsieur le maire adjoint, à vous.", "Luc Petit"),
        (BOARD, "Madam Chair, what do you think?", "Fiona Gallagher"),
        (BOARD, "Mr Treasurer, can you begin?", "Tom Baker"),
        (BOARD, "Would you begin, Chair?", "Fiona Gallagher"),
        (BOARD, "Over to you, Madam Director.", "Ana Roy"),
        (MINUTES, "La parole est à monsieur le mère.", "Paul Garnier"),
        ("Adjointe : Mme Ana Roy", "Madame l'adjointe, à vous.", "Ana Roy"),
    ],
)
def test_whoever_is_asked_by_his_office_answers(document: str, call: str, name: str) -> None:
    assert named(document, [("A", call), ("B", LONG), ("C", LONG)]) == {"B": name}


@pytest.mark.parametrize(
    ("document", "thanks", "name"),
    [
        (MINUTES, "Merci monsieur le maire. Je voudrais une précision.", "Paul Garnier"),
        (MINUTES, "Je vous remercie, madame la présidente.", "Clémence Aubry"),
        (MINUTES, "Madame la trésorière, merci. Une question.", "Anne Leroy"),
        (BOARD, "Thank you, Chair. I have a question.", "Fiona Gallagher"),
        (BOARD, "Thank you very much, Madam Chair.", "Fiona Gallagher"),
        (BOARD, "Thank you Chair Revenue was up in the third quarter.", "Fiona Gallagher"),
        (MINUTES, "Merci monsieur la mer. Alors, on propose d'attendre.", "Paul Garnier"),
    ],
)
def test_whoever_is_thanked_by_his_office_spoke_before(
    document: str, thanks: str, name: str
) -> None:
    assert named(document, [("A", LONG), ("B", thanks)]) == {"A": name}


NOBODY: Mapping[str, tuple[str, str]] = {
    "an office that two have": (
        "Présents : Ana Roy (adjointe), Zoé Martin (adjointe)",
        "Madame l'adjointe, vous avez la parole.",
    ),
    "an office that a man has": (MINUTES, "Monsieur le président, vous avez la parole."),
    "an office of a man by his title": (
        "Juge : M. Luc Petit",
        "Madame la juge, vous avez la parole.",
    ),
    "an office that only resembles a name": ("- Marie Dubois", "Madame la maire, à vous."),
    "his deputy's": ("Maire adjoint : Luc Petit", "Monsieur le maire, vous avez la parole."),
    "the first word of an office": (
        "Present: Tom Baker (Marketing Director)",
        "Will it sell, Marketing?",
    ),
    "a word that a sentence begins with": (
        "Treasurer: Tom Baker",
        "Treasurer? Who would like to do it?",
    ),
    "a word that resembles an office": (MINUTES, "Monsieur le maître, vous avez la parole."),
    "an office that two sound like": (
        "Présents : Ana Roy (maire), Luc Petit (maire)",
        "Madame la mer, vous avez la parole.",
    ),
    "an office with somebody else's name": (BOARD, "Over to you, Chair Whitfield."),
    "somebody spoken of": (MINUTES, "Madame la présidente, elle, voudrait attendre. Et vous ?"),
}


@pytest.mark.parametrize(("document", "call"), NOBODY.values(), ids=NOBODY)
def test_who_is_called_by_something_else_is_not_known(document: str, call: str) -> None:
    assert named(document, [("A", call), ("B", LONG), ("C", LONG)]) == {}


def test_whoever_says_it_has_not_that_office() -> None:
    call = "Vous avez raison, madame la présidente."
    assert named(MINUTES, [("A", "Merci madame la présidente."), ("B", call), ("A", LONG)]) == {}


def test_thanks_for_the_floor_are_not_for_whoever_spoke_before_it_was_given() -> None:
    dialogue = [
        *[("A", LONG), ("P", "Et vous, qu'en pensez-vous ?")],
        ("B", f"Merci madame la présidente. {LONG}"),
        *[("A", LONG), ("P", "Une autre question ?")],
        ("C", f"Merci madame la présidente. {LONG}"),
    ]
    assert "A" not in named(MINUTES, dialogue)
