"""Role, employer and place in the agenda: what documents say of somebody besides his name."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import Meetings, named, namings

MEETINGS: Meetings = {
    "who says what only one of them is, is him": (
        [
            ("A", "Bonsoir. Je suis la juriste du projet et je vais vous présenter le contrat."),
            ("B", "Je suis ingénieur, mais pas dans votre domaine."),
        ],
        {"A": "Marie Delcourt"},
    ),
    "the neighbour of somebody with a role has it not": (
        [("A", "Je suis la voisine de la juriste."), ("B", "Très bien, nous vous écoutons.")],
        {},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


LEADS = (
    Known("Gareth Price", "invitation.txt", role="IT security lead, Ferndale Clinics"),
    Known("Paula Hendry", "invitation.txt", role="medical director, Ferndale Clinics"),
    Known("Luc Petit", "table.docx", role="Directeur des services techniques"),
    Known("Ana Roy", "table.docx", role="IT support, Ferndale Clinics"),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("I run IT security for the clinics, so I have to sign this off.", "Gareth Price"),
        ("Je dirige les services techniques de la ville.", "Luc Petit"),
        ("I run IT support for the clinics.", None),  # who supports it may not run it
        ("I manage the budget of IT security.", None),
        ("She says I run IT security.", None),
        ("I run the clinics.", None),  # whose head is it: of two
    ],
)
def test_who_is_in_charge_of_what_one_of_them_is_is_him(text: str, name: str | None) -> None:
    said = [("A", text), ("B", "Très bien, nous vous écoutons.")]
    assert named(said, LEADS) == ({"A": name} if name else {})


def test_where_somebody_works_helps_a_name_and_gives_none_by_itself() -> None:
    people = [
        Known("Marie Dubois", "marie.pdf", company="Université de Bordeaux"),
        Known("Luc Fontaine", "luc.pdf", company="Métropole de Lyon"),
    ]
    says = ("B", "À l'université de Bordeaux, nous recommandons un groupe témoin.")
    alone = namings([("A", "Bien."), says], people=people)["B"]
    assert (alone.name, [c.name for c in alone.candidates]) == (None, ["Marie Dubois"])
    thanked = namings([says, ("A", "Merci Marie. Continuons.")], people=people)["B"]
    assert thanked.name == "Marie Dubois"
    assert {reason.kind for reason in thanked.evidence} >= {"affiliation", "thanked_after"}


def test_where_several_work_says_nothing_about_one() -> None:
    people = [Known(n, "x", company="Université de Bordeaux") for n in ("Marie Roy", "Luc Roy")]
    said = [("A", "Nous, à l'université de Bordeaux, attendons."), ("B", "Bien.")]
    assert namings(said, people=people)["A"].candidates == []


def test_the_order_of_an_agenda_is_a_hint_and_no_more() -> None:
    people = [
        Known("Luc Fontaine", "agenda.txt", place=0),
        Known("Marie Roy", "agenda.txt", place=1),
    ]
    found = namings(
        [("A", "Voici le budget."), ("B", "Et le calendrier.")], people=people, seconds=9.0
    )
    assert {s: n.name for s, n in found.items()} == {"A": None, "B": None}
    assert [c.name for c in found["B"].candidates] == ["Marie Roy"]
    thanked = [("A", "Voici le budget."), ("B", "Merci Luc. Et le calendrier.")]
    assert namings(thanked, people=people, seconds=9.0)["A"].name == "Luc Fontaine"
