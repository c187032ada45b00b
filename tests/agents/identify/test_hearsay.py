"""Names that are said and are not the speaker's."""

import pytest

from agents.identify import evidence, logic
from agents.identify.dialogue import Turn
from agents.identify.names import Known

PEOPLE = [Known("Ana Roy", "cv.pdf", "Ana Roy"), Known("Luc Petit", "cv2.pdf", "Luc Petit")]


def named(*texts: str) -> dict[str, str | None]:
    """Names of A, B, ... who say one text each."""
    turns = [Turn("AB"[i], 10.0 * i, 10.0 * i + 9, text) for i, text in enumerate(texts)]
    clues = evidence.clues(turns, PEOPLE)
    found = logic.identify([turn.speaker for turn in turns], {}, clues, 0.6)
    return {speaker: one.name for speaker, one in found.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Elle a dit : je suis Ana Roy et je veux parler.",
        "Vous croyez que je suis Ana Roy ? Pas du tout.",
        "Il me répond : je m'appelle Luc Petit, enchanté.",
        "Then she said, I am Ana Roy, and left.",
        "If I say I am Luc Petit, nobody believes me.",
    ],
)
def test_who_quotes_another_is_not_that_one(text: str) -> None:
    assert named(text) == {"A": None}


@pytest.mark.parametrize(
    "text",
    [
        "Comme je vous l'ai dit, je suis Ana Roy, architecte.",
        "On m'a demandé de me présenter : je suis Ana Roy.",
        "Bonjour, je suis Ana Roy, vous m'entendez ?",
        "As I said, I am Ana Roy and I draw houses.",
    ],
)
def test_who_says_it_of_himself_again_is_named(text: str) -> None:
    assert named(text) == {"A": "Ana Roy"}


@pytest.mark.parametrize(
    "answer",
    [
        "Ana est absente, je la remplace.",
        "Elle n'est pas là. Moi je pense que oui, le budget est bon.",
        "Désolé, Ana Roy est en déplacement, mais le budget est bon.",
        "Ana can't make it today, so I have her notes here.",
        "She is away. The budget looks fine to me.",
        "Je la remplace aujourd'hui, et le budget est bon.",
    ],
)
def test_who_answers_for_somebody_away_does_not_get_his_name(answer: str) -> None:
    assert named("Qu'en penses-tu, Ana ?", answer) == {"A": None, "B": None}


@pytest.mark.parametrize(
    "answer",
    [
        "Il ne peut pas être signé avant mai, le contrat.",
        "Oui, le budget est bon. Luc est absent aujourd'hui.",
        "Elle est prête, la maquette.",
    ],
)
def test_who_answers_of_something_else_gets_it(answer: str) -> None:
    assert named("Qu'en penses-tu, Ana ?", answer)["B"] == "Ana Roy"
