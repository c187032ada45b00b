"""Words that may mean one of several, when the others are known to be somebody else."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import PEOPLE, Meetings, named

MARIE = ("C", "Je suis Marie Delcourt, la juriste.")
ASKED = ("A", "Où en est le contrat ?")
LONG = "Il a été signé la semaine dernière par les deux parties, sans réserve."
ANSWERED = ("B", LONG)
AGREED = ("C", "Très bien.")
THANKED = ("A", "Merci Samir. Passons au budget.")
REMARK = (("C", "Bonne remarque, Samir."), ("B", LONG))

MEETINGS: Meetings = {
    "thanks are for whoever said more, when the last surely is another": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Merci Samire. Passons au budget."), *REMARK],
        {"B": "Samir Haddad", "C": "Marie Delcourt"},
    ),
    "but not alone: somebody who spoke earlier may be meant": (
        [MARIE, ("D", LONG), ASKED, ANSWERED, AGREED, THANKED],
        {"C": "Marie Delcourt"},
    ),
    "thanks are for the last, when whoever said more surely is another": (
        [MARIE, ASKED, ("C", LONG), ("B", "Et il est moins cher."), THANKED, *REMARK],
        {"B": "Samir Haddad", "C": "Marie Delcourt"},
    ),
    "not when a single call says so of the other": (
        [
            ("A", "Marie, une question ?"),
            ("C", "Non, aucune question."),
            ASKED,
            ANSWERED,
            AGREED,
            THANKED,
        ],
        {"C": "Marie Delcourt"},
    ),
    "not when neither is named": ([ASKED, ANSWERED, AGREED, THANKED], {}),
    "not when a third person has come in": (
        [MARIE, ASKED, ANSWERED, ("G", "J'ai une question du public."), AGREED, THANKED],
        {"C": "Marie Delcourt"},
    ),
    "not when whoever is left is a guest, who has said his name": (
        [MARIE, ("B", "Moi c'est Paul Durand."), ASKED, ANSWERED, AGREED, THANKED],
        {"C": "Marie Delcourt"},
    ),
    "not when whoever is left has another name": (
        [MARIE, ("B", "Je suis Ana Ferreira."), ASKED, ANSWERED, AGREED, THANKED],
        {"B": "Ana Ferreira", "C": "Marie Delcourt"},
    ),
    "not when the name is somebody else's": (
        [MARIE, ("D", "Je suis Samir Haddad."), ASKED, ANSWERED, AGREED, THANKED],
        {"C": "Marie Delcourt", "D": "Samir Haddad"},
    ),
    "not for what may be long ago": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Merci Samir pour les notes de mardi.")],
        {"C": "Marie Delcourt"},
    ),
    "not for what is said before the name": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Merci pour les notes, Samir.")],
        {"C": "Marie Delcourt"},
    ),
    "not when several are thanked": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Merci Samir, merci Ana, bonne soirée.")],
        {"C": "Marie Delcourt"},
    ),
    "not when the thanks are another's words": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Elle a dit : merci Samir. Passons au budget.")],
        {"C": "Marie Delcourt"},
    ),
    "not when two bear the name": (
        [MARIE, ASKED, ANSWERED, AGREED, ("A", "Merci Paul. Passons au budget.")],
        {"C": "Marie Delcourt"},
    ),
    "a greeting counts in full when whoever spoke next is another": (
        [
            ("B", "Bonjour Marie, bonjour Ana."),
            ("L", "Bonjour Samir."),
            ("C", "Bonjour !"),
            ("B", "Marie, où en est le contrat ?"),
            ("L", LONG),
            ("B", "Ana, une question ?"),
            ("C", "Non, aucune question."),
        ],
        {"B": "Samir Haddad", "C": "Ana Ferreira", "L": "Marie Delcourt"},
    ),
    "thanks count in full where those for another name are for whoever spoke before": (
        [
            ("A", "Ana, à toi."),
            ("D", LONG),
            ("B", f"{LONG} {LONG}"),
            ("A", "Merci Ana. Et le réseau ?"),
            ("B", LONG),
            THANKED,
        ],
        {"B": "Samir Haddad", "D": "Ana Ferreira"},
    ),
    "they count less where he comes between thanks and whoever is thanked": (
        [
            ("A", "Ana, à toi."),
            ("D", LONG),
            ("A", "D'accord, et à quel prix exactement ?"),
            ("B", LONG),
            ("A", "Merci Ana. Et le réseau ?"),
            ("C", LONG),
            ("A", "D'accord, et qui le signe, ce contrat ?"),
            ("B", LONG),
            THANKED,
        ],
        {"D": "Ana Ferreira"},
    ),
}
PAULS = (Known("Paul Garnier", "a"), Known("Paul Roche", "b"))
AGENDA = tuple(Known(n, "a", place=i) for i, n in enumerate(("Marie Delcourt", "Samir Haddad")))


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue, (*PEOPLE, *PAULS)) == expected


@pytest.mark.parametrize(
    ("people", "named_so"),
    [(AGENDA, {"B": "Samir Haddad"}), (PEOPLE, {})],
    ids=["agenda", "without"],
)
def test_with_a_third_who_said_less_an_agenda_that_says_the_same_is_needed(
    people: tuple[Known, ...], named_so: dict[str, str]
) -> None:
    dialogue = [
        ("C", f"Je suis Marie Delcourt, la juriste. {LONG} {LONG}"),
        ASKED,
        ("B", f"{LONG} {LONG}"),
        ("G", "J'ai une question du public."),
        AGREED,
        ("A", "Merci Samire. Passons au budget."),
    ]
    assert named(dialogue, people) == {"C": "Marie Delcourt", **named_so}
