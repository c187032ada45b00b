"""Thanks: whom they are for, and how much they tell."""

import pytest

from tests.agents.identify.conversations import Meetings, named, namings

MEETINGS: Meetings = {
    "thanks at the end of a turn are for whoever spoke": (
        [("A", "Le budget est prêt."), ("B", "Je vous remercie, Marie."), ("C", "Une question.")],
        {"A": "Marie Delcourt"},
    ),
    "a word before thanks is nobody who is thanked too": (
        [("A", "Le budget est prêt."), ("B", "D'accord, merci Marie, deuxième point, les locaux.")],
        {"A": "Marie Delcourt"},
    ),
    "thanks over a word thrown in are not for whoever threw it in": (
        [
            ("A", "Le réseau tient, nous l'avons essayé hier."),
            ("B", "Très bien."),
            ("C", "Merci Samir. Passons au budget."),
        ],
        {},
    ),
    "thanks after a remark may be for whoever made it, or for whoever said more": (
        [
            ("A", "Où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier toute la journée."),
            ("C", "Et il est moins cher."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {},
    ),
    "such thanks over different remarks are for whoever said more": (
        [
            ("A", "Où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier toute la journée."),
            ("C", "Et il est moins cher."),
            ("A", "Merci Samir. Et pour les nouveaux locaux ?"),
            ("B", "Ils seront raccordés au mois de mars, si tout va bien."),
            ("D", "Ou bien en avril."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "thanks are not for whoever spoke before the thanker last did": (
        [
            ("B", "Le réseau tient, nous l'avons essayé hier toute la journée."),
            ("A", "Et le contrat, est-ce qu'il est signé ?"),
            ("C", "Il est signé."),
            ("A", "Merci Marie. Passons au budget."),
        ],
        {"C": "Marie Delcourt"},
    ),
    "thanks count less where somebody else was called by the name": (
        [
            ("A", "Samir, où en est le réseau ?"),
            ("B", "Il tient, nous l'avons essayé hier."),
            ("C", "Et il est moins cher que l'ancien."),
            ("A", "Merci Samir. Passons au budget."),
        ],
        {"B": "Samir Haddad"},
    ),
    "a title that ends a sentence is of whoever was thanked": (
        [
            ("A", "Où en est le réseau du projet ?"),
            ("B", "Il tient, nous l'avons essayé hier."),
            ("A", "Merci madame. Marie, et le contrat ?"),
            ("C", "Le contrat ne le prévoit pas."),
        ],
        {"C": "Marie Delcourt"},
    ),
    "thanks to several at the end are hardly for whoever spoke last": (
        [
            ("A", "Le réseau tient, nous l'avons essayé."),
            ("B", "Merci Marie, merci Ana. Bonne soirée."),
            ("C", "Le contrat ne le prévoit pas."),
            ("B", "Merci Samir, et merci à tous."),
        ],
        {},
    ),
    "thanks may come after the name": (
        [
            ("A", "It can be done by the end of the year."),
            ("B", "Dr. Ferreira, thank you so much."),
            ("C", "Le réseau tient, nous l'avons essayé."),
            ("B", "Samir, merci de commencer."),
        ],
        {"A": "Ana Ferreira"},
    ),
    "thanks may say what for, and count with a call before": (
        [
            ("A", "Bonne question, Ana."),
            ("D", "It can be done by the end of the year."),
            ("A", "Thanks for that, Ana."),
        ],
        {"D": "Ana Ferreira"},
    ),
    "thanks that are quoted are for nobody here": (
        [
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Elle a dit : merci Samir. Passons au budget."),
        ],
        {},
    ),
    "thanks to somebody for something are not to whoever spoke": (
        [
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "Merci pour les notes que Samir a prises, Marie."),
        ],
        {},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Don't, thanks.", []),
        ("Lovely, thank you.", []),
        ("Super, merci.", []),
        ("Thank you, Chairman.", []),
        ("Thanks, They've all been very helpful.", []),
        ("Thanks, D'Artagnan.", ["D'Artagnan"]),
        ("Thanks, O'Brien.", ["O'Brien"]),
    ],
)
def test_ordinary_words_with_a_capital_are_no_names(text: str, candidates: list[str]) -> None:
    result = namings([("B", "It can be done by the end of the year."), ("A", text)])["B"]
    assert [c.name for c in result.candidates] == candidates
