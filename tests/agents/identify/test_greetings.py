"""Greetings by name: whoever greeted is greeted back."""

import pytest

from tests.agents.identify.conversations import Meetings, named

MEETINGS: Meetings = {
    "whoever greeted is greeted back by name": (
        [
            ("A", "Good morning everyone, and thank you for coming."),
            ("B", "Good morning, Ana. Can everybody see the plan?"),
            ("A", "Yes, it is there."),
        ],
        {"A": "Ana Ferreira"},
    ),
    "a guest who is greeted is not whoever spoke before": (
        [
            ("A", "Le budget est prêt."),
            ("B", "Bonjour Marie, nous vous attendions."),
            ("C", "Désolée pour le retard."),
        ],
        {},
    ),
    "a greeting or a yes to somebody is not for whoever speaks next": (
        [
            ("A", "Bonjour Marie. Je commence par le budget."),
            ("B", "Attendons un peu avant de voter."),
            ("A", "D'accord Samir. Je continue."),
            ("C", "Attendons encore un peu."),
        ],
        {"B": "Samir Haddad"},
    ),
    "whoever is greeted in full greets back, and whoever is welcomed gives thanks": (
        [
            ("A", "Et d'abord Ana Ferreira, qui nous vient de loin. Ana Ferreira, bonsoir."),
            ("B", "Bonsoir, je suis ravie."),
            ("A", "Bienvenue, Samir."),
            ("C", "Merci, je suis heureux d'être là."),
        ],
        {"B": "Ana Ferreira", "C": "Samir Haddad"},
    ),
    "whoever is greeted by those who know him is none of them": (
        [
            ("A", "Bonjour Marie."),
            ("B", "Bonjour, on commence bientôt."),
        ],
        {},
    ),
    "a guest who is greeted is not the host": (
        [
            ("A", "Bonjour, Marie Delcourt, merci de venir. Je commence."),
            ("B", "Bonjour, avec plaisir."),
        ],
        {"B": "Marie Delcourt"},
    ),
}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected
