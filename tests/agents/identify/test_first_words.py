"""A name that somebody gives in what he says first, without a verb for it."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named

PEOPLE = (
    Known("Declan Rafferty", "letter.txt"),
    Known("Nathalie Pinchon", "organigramme.pdf"),
    Known("Giulia Ferraris", "programme.pdf"),
    Known("Xenia Wójcik", "jury.docx"),
)
BEFORE = ("Z", "Il pleut depuis ce matin, et tout le monde est en retard à cause des bus.")
AFTER = ("Y", "Depuis ce matin, oui, et il y en a pour la semaine, on l'a dit à la radio.")


def alone(text: str) -> dict[str, str]:
    return named([BEFORE, ("A", text), AFTER], PEOPLE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grand. Declan Rafferty, regional officer. I've brought a member.", "Declan Rafferty"),
        ("Sorry. Declan Rafferty, table two. I'm a letting agent.", "Declan Rafferty"),
        ("Bonjour à tous. Giulia Ferraris, du parc, à Entracque. Je m'excuse.", "Giulia Ferraris"),
        ("Oui, Nathalie Pinchon, la nouvelle chef, bonjour. Je remplace Paul.", "Nathalie Pinchon"),
        (
            "Installez-vous. Nathalie Pinchon, de l'atelier, bonsoir, c'est moi qui distribue la"
            " parole.",
            "Nathalie Pinchon",
        ),
        ("Declan Rafferty from Fairhearing, hello, I'm your moderator.", "Declan Rafferty"),
        ("Bonsoir, Giulia Ferraris, je suis infirmière à l'hôpital.", "Giulia Ferraris"),
        ("Declan Rafferty, same firm, I'm the transport consultant.", "Declan Rafferty"),
        ("She is away, so you've got me, Declan Rafferty, until ten.", "Declan Rafferty"),
        ("Merci à tous. C'était Giulia Ferraris pour vous servir.", "Giulia Ferraris"),
        ("Oui, vous avez Giulia Ferraris au bout du fil, je chuchote.", "Giulia Ferraris"),
        ("Vous avez devant vous Giulia Ferraris, fille de berger.", "Giulia Ferraris"),
        ("Oui, Giulia Ferraris au micro, pour la chambre.", "Giulia Ferraris"),
        ("It's Declan in the chair, because Gareth is away.", "Declan Rafferty"),
        ("Declan. Declan Rafferty, I have the chip shop.", "Declan Rafferty"),
        ("Xénia Voitchik, ça s'écrit W, O, J, C, I, K, et j'ai une PME.", "Xenia Wójcik"),
    ],
)
def test_it_is_his(text: str, name: str) -> None:
    assert alone(text) == {"A": name}


@pytest.mark.parametrize(
    "text",
    [
        # He is presented, or it is said of him.
        "Declan Rafferty, regional officer. I've asked him to begin.",
        "Giulia Ferraris, du parc. Je l'ai invitée hier.",
        "Giulia Ferraris, notre biologiste. Je commence sans elle.",
        "Nathalie Pinchon, la nouvelle chef, est en retard. Je commence.",
        # He is spoken to.
        "Declan Rafferty, of course. I think so too.",
        "Declan Rafferty, one question. I don't see the budget.",
        "Giulia Ferraris, je suis d'accord, et je le dis depuis longtemps.",
        "Giulia Ferraris, en bref. Je trouve ça cher.",
        "So far so good. Declan Rafferty, from what I hear. I think it is late.",
        "So far so good. Declan Rafferty, exactly. I'm the transport consultant.",
        "So far so good. Declan Rafferty, I'm chair, and you know that.",
        "Voilà pour hier. Giulia Ferraris, je suis le premier à le dire.",
        "So far so good. Declan Rafferty. I disagree with the figures.",
        "Merci, Giulia. Giulia Ferraris, c'est toujours clair.",
        "Vous avez Giulia Ferraris en face, et ça change tout.",
        "I've been Declan Rafferty's tenant for years.",
    ],
)
def test_it_is_anothers(text: str) -> None:
    assert "A" not in alone(text)


def test_who_was_just_called_by_a_part_of_it_says_it_with_anything_of_himself() -> None:
    welcome = ("Z", "And I'd like to welcome Declan, who's come to observe tonight.")
    own = ("A", "Hello. Yes, Declan Rafferty. I've two small boys and they love the garage.")
    assert named([welcome, own, AFTER], PEOPLE) == {"A": "Declan Rafferty"}
    assert "A" not in named([BEFORE, own, AFTER], PEOPLE)


def test_who_has_said_no_more_than_a_sentence_may_still_say_it() -> None:
    own = ("A", "Yeah, sure. Declan Rafferty, operations manager. I've asked for this for years.")
    loud = ("A", "Loud and clear, if it beeps, that's us.")
    assert named([loud, BEFORE, own, AFTER], PEOPLE) == {"A": "Declan Rafferty"}
    long = ("A", " ".join(["We have asked for it again and again, and nothing came of it."] * 4))
    assert "A" not in named([long, BEFORE, own, AFTER], PEOPLE)


def test_who_excuses_himself_gives_his_own_name() -> None:
    own = ("A", "Excusez-moi, Giulia Ferraris, pour les parents. Est-ce que c'est prudent ?")
    assert named([BEFORE, own, AFTER], PEOPLE) == {"A": "Giulia Ferraris"}
    anothers = ("A", "Excusez-moi, Giulia, pour les parents vous comptez trop peu.")
    assert "A" not in named([BEFORE, anothers, AFTER], PEOPLE)
