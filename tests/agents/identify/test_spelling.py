"""Readers get names as the documents write them, and no other words than were recognised."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from agents.enrich.logic import known, with_corrections
from agents.identify.names import Known
from agents.identify.spelling import as_written
from tests.agents.identify.documents import read
from tests.agents.identify.test_recognised import RECOGNISED, WRITTEN

PEOPLE = [
    Known("Ludmila Orlova", "radio.md"),
    Known("Gwenola Riou", "atelier.docx"),
    Known("Gwendolyn Prys-Jones", "panel.txt"),
    Known("Nicolas Ferrand", "conseil.docx"),
    Known("Sébastien Roux", "verger.md"),
    Known("Maria Da Silva", "syndic.pdf"),
    Known("Jean Martin", "list.txt"),
    Known("William Turner", "list.txt"),
    Known("Eleanor Whitfield", "panel.txt"),
]


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        ("Merci Gunola Rio, c'est clair.", "Merci Gwenola Riou, c'est clair."),
        ("Lidmila Orlova, bonjour.", "Ludmila Orlova, bonjour."),
        ("L'Hydmila, Orlova, vous la verrez.", "Ludmila Orlova, vous la verrez."),
        ("Thanks, Gwendolyn Prist Jones.", "Thanks, Gwendolyn Prys-Jones."),
        ("Chacun son tour, Nicolas fait han.", "Chacun son tour, Nicolas Ferrand."),
        ("D'accord, merci ce bastien.", "D'accord, merci Sébastien."),
        ("Merci ce bastien Avez-vous fini ?", "Merci Sébastien Avez-vous fini ?"),
    ],
)
def test_names_are_put_right_in_a_sentence(recognised: str, meant: str) -> None:
    assert as_written(recognised, PEOPLE) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Ludmila Orlova est là.",
        "Monsieur Da Silva, à vous.",  # not all of the name was said
        "Merci Gwenola.",
        "Jeanne Martin est excusée.",  # another first name
        "As Bill Turner said.",  # a short form is how it was said
        "My name is Alina Whitfield.",  # may name a speaker, and may be right
        "Ça fait rien, on continue.",
    ],
)
def test_what_may_have_been_said_so_stays(text: str) -> None:
    assert as_written(text, PEOPLE) == text


def test_no_one_known_changes_nothing() -> None:
    assert as_written("Merci Gunola Rio.", []) == "Merci Gunola Rio."


def people_of(folder: Path) -> list[Known]:
    told = read(folder)
    return with_corrections(known(told["people"]), told["corrections"])


@pytest.mark.parametrize(
    ("file", "other"),
    [*zip(RECOGNISED, [*RECOGNISED[1:], RECOGNISED[0]], strict=True), *pairwise(WRITTEN[::4])],
    ids=lambda file: file.parent.name,
)
def test_people_of_another_meeting_are_written_nowhere(file: Path, other: Path) -> None:
    meeting = json.loads(file.read_text())
    names = {person.name for person in people_of(file.parent)}
    strangers = [person for person in people_of(other.parent) if person.name not in names]
    texts = [segment["text"] for segment in meeting["segments"]]
    assert strangers
    assert [as_written(text, strangers) for text in texts] == texts
