"""Names that are said and are not the speaker's."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import Meetings, named, namings

AUTHORS = [Known("Ana Roy", "cv.pdf", "Ana Roy"), Known("Luc Petit", "cv2.pdf", "Luc Petit")]
SAMIR = [Known("Samir Haddad", "cv.pdf")]
MEETINGS: Meetings = {
    "who may listen later is not asked": (
        [
            ("A", "Marie, si tu écoutes l'enregistrement, courage. Vous avez une question ?"),
            ("B", "Le réseau tient, nous l'avons essayé."),
            ("A", "John, if you hear this, get well. Do you have a question?"),
            ("C", "It can be done by the end of the year."),
        ],
        {},
    ),
    "who is thought of is not asked": (
        [
            ("A", "John, si tu nous écoutes, on pense à toi. Le réseau est prêt."),
            ("B", "Le réseau tient, nous l'avons essayé."),
        ],
        {},
    ),
    "who cannot come is not asked": (
        [
            ("A", "John can't make it today, he is ill."),
            ("B", "Then let us wait for him."),
            ("A", "Le maire, monsieur Samir Haddad, est d'accord."),
            ("C", "Alors je le suis aussi."),
        ],
        {},
    ),
    "who is spoken of is not called": (
        [("A", "Marie, elle, pense le contraire."), ("B", "C'est ce que je crois aussi.")],
        {},
    ),
    "who is absent is not the next": (
        [("A", "Marie, qui n'a pas pu venir, vous salue."), ("B", "Quel dommage pour nous tous.")],
        {},
    ),
    "who is quoted, agreed with or welcomed speaks not next": (
        [
            ("A", "As John said, we need more time."),
            ("B", "I agree with Ana that this is late."),
            ("A", "Comme l'a dit Marie, il faut attendre."),
            ("C", "Je vous présente Samir Haddad, qui nous rejoint."),
            ("D", "It is good to see so many of you."),
        ],
        {},
    ),
    "who is not there does not answer": (
        [("A", "Est-ce que Marie est là ?"), ("B", "Non, elle arrive plus tard.")],
        {},
    ),
}


def names(*texts: str) -> dict[str, str | None]:
    """Names of A, B, ... who say one text each."""
    found = namings(list(zip("AB", texts, strict=False)), people=AUTHORS, seconds=9.0)
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
    assert names(text) == {"A": None}


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
    assert names(text) == {"A": "Ana Roy"}


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
    assert names("Qu'en penses-tu, Ana ?", answer) == {"A": None, "B": None}


@pytest.mark.parametrize(
    "answer",
    [
        "Il ne peut pas être signé avant mai, le contrat.",
        "Oui, le budget est bon. Luc est absent aujourd'hui.",
        "Elle est prête, la maquette.",
    ],
)
def test_who_answers_of_something_else_gets_it(answer: str) -> None:
    assert names("Qu'en penses-tu, Ana ?", answer)["B"] == "Ana Roy"


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_meeting(meeting: str) -> None:
    dialogue, expected = MEETINGS[meeting]
    assert named(dialogue) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Et ma femme me dit, Samir, arrête, va travailler en ville.",
        "The archdeacon rang. Rupert said Samir, my dear fellow, there is no money.",
        "Elle me fait, Samir, tes palettes, c'est pour quand ?",
        "Il a écrit, cher Samir, surtout ne touchez pas à ma une.",
    ],
)
def test_whom_a_third_calls_by_name_is_who_tells_of_it(text: str) -> None:
    turns = [("A", text), ("B", "Il exagère toujours un peu, je le connais.")]
    assert named(turns) == {"A": "Samir Haddad"}


@pytest.mark.parametrize(
    "text",
    [
        "Elle m'a dit, Samir, que tu venais demain avec les plans.",
        "She said to me, Samir, that you had the keys.",
        "Je te dis, Samir, arrête, va travailler en ville.",
        "I said to Beth, Beth stop, and I told Samir, stop.",
        "Ana told Samir, her deputy, to wait for the plans.",
        "He told me Samir, the engineer, is ill this week.",
        "She said Samir, the engineer, would come later.",
    ],
)
def test_whom_one_tells_what_a_third_said_is_not_oneself(text: str) -> None:
    assert "A" not in named([("A", text), ("B", "Il exagère toujours un peu.")])


@pytest.mark.parametrize(
    "text",
    [
        "He told me this morning, I'm Samir Haddad and I'd like my trousers.",
        "There is. It reads, colleagues, I am Samir Haddad and I am very wet.",
        "Elle écrit, chers amis, je suis Samir Haddad, j'habite ici.",
    ],
)
def test_what_somebody_told_one_is_no_introduction(text: str) -> None:
    turns = [("A", text), ("B", "Il exagère toujours un peu, je le connais.")]
    assert namings(turns, people=SAMIR)["A"].candidates == []
    assert named(turns) == {}


def test_what_a_third_said_may_stand_before_who_one_is() -> None:
    turns = [("A", "She said that the bus is late, I'm Samir Haddad."), ("B", "Il exagère.")]
    assert named(turns) == {"A": "Samir Haddad"}


def test_a_name_that_nobody_has_is_none_where_a_third_says_it() -> None:
    turns = [("A", "Et ma femme me dit, Anselme, arrête, va en ville."), ("B", "Il exagère.")]
    assert namings(turns, people=SAMIR)["A"].candidates == []
