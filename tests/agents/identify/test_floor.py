"""Who is given the floor in few words, and words that only look like it."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named, namings

PEOPLE = (
    Known("Ana Ferreira", "programme.pdf"),
    Known("John Whitfield", "programme.pdf"),
    Known("Bhupinder Gill", "agenda.pdf", role="Vice-Chair"),
    Known("Carys Pugh", "agenda.pdf", role="Secretary"),
    Known("Odile Perrin", "bureau.docx", role="première vice-présidente"),
)
BEFORE = ("Z", "Il pleut depuis ce matin, et tout le monde est en retard à cause des bus.")
REPLY = ("B", "On a douze parcelles à Angers, et on les suit depuis neuf ans déjà.")


@pytest.mark.parametrize(
    "call",
    [
        "Merci beaucoup. Sur la santé, Ana.",
        "Premier point. Le rapporteur, c'est vous, Ana.",
        "Item six, safety. Ana, this is you.",
        "On the law, Ana.",
        "Ana, fifteen years already. Miss Ferreira, three minutes.",
        "Monsieur le préfet est en retard. Madame Ferreira, deux minutes, et des vraies.",
        "Both of you will have your turn. Miss Ferreira, carry on.",
        "Les rites, les familles. Ana, vous avez quinze minutes, pas seize.",
        "Merci. Madame Ferreira, vous suivez les meutes, est-ce que c'est normal ?",
        "Mrs Ferreira, the same question.",
        "Thank you, and within time. Ana Ferreira to reply.",
        "Anything else, John? No? Then the second speaker for the motion is Ms Ferreira.",
        "Alors la première oratrice est Ana Ferreira.",
        "We've heard that. Ana, you were shaking your head.",
        "Cela fait beaucoup. Madame Ferreira, je vous vois bondir.",
        "John, go ahead with that then. Now Ana, the catalogue.",
    ],
)
def test_whoever_is_given_the_floor_speaks_next(call: str) -> None:
    assert named([BEFORE, ("A", call), REPLY], PEOPLE) == {"B": "Ana Ferreira"}


@pytest.mark.parametrize(
    "text",
    [
        "Miss Ferreira, you may regret having ideas, that's how I became one.",
        "Pour le moment, Ana.",
        "Sur la santé, Ana. On en a parlé hier, et tout le monde était là.",
        "Bonsoir. Ana Ferreira, de l'atelier, c'est moi qui distribue la parole ce soir.",
        "À demain, Ana.",
        "It is for Ana Ferreira to reply by letter.",
        "The second speaker was away, and Ana Ferreira is ill.",
    ],
)
def test_other_words_give_it_to_nobody(text: str) -> None:
    assert "B" not in named([BEFORE, ("A", text), REPLY], PEOPLE)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("As vice chair it falls to me to keep you all in order.", "Bhupinder Gill"),
        ("I'm in this chair as vice-chair, because of the ferry.", "Bhupinder Gill"),
        ("I'm secretary, I minute everything.", "Carys Pugh"),
        ("As your secretary, I have to say that we are late.", "Carys Pugh"),
        ("Vous m'avez moi, en tant que première vice-présidente.", "Odile Perrin"),
    ],
)
def test_who_says_as_what_he_is_here_is_named(text: str, name: str) -> None:
    assert named([BEFORE, ("A", text), REPLY], PEOPLE) == {"A": name}


@pytest.mark.parametrize(
    "text",
    [
        "She came to us as vice-chair, and I liked her.",
        "As the secretary said, it rains.",
        "I'm not secretary, I only type.",
        "Elle a signé en tant que première vice-présidente, moi pas.",
    ],
)
def test_who_says_it_of_another_is_not(text: str) -> None:
    assert "A" not in named([BEFORE, ("A", text), REPLY], PEOPLE)


@pytest.mark.parametrize("thanks", ["Thank you, chair.", "Thank you, vice-chair."])
def test_an_office_may_be_written_small(thanks: str) -> None:
    chair = (*PEOPLE[:2], Known("Winifred Aldous", "agenda.pdf", role=thanks[11:-1].capitalize()))
    said = [("A", "Item six, please."), ("B", f"{thanks} So we had the recall on the tiles.")]
    assert named(said, chair) == {"A": "Winifred Aldous"}


def test_a_chair_to_sit_on_is_no_office() -> None:
    chair = (*PEOPLE[:2], Known("Winifred Aldous", "agenda.pdf", role="Chair"))
    said = [("A", "We have one left."), ("B", "Thanks, I have found a chair, thank you. It rains.")]
    assert namings(said, people=chair)["A"].candidates == []
    assert named(said, chair) == {}


def test_who_is_greeted_and_greets_another_by_name_was_meant() -> None:
    greeted = ("A", "Bonjour à tous, comme toujours je ne suis pas seul. Salut Ana.")
    back = ("B", "Salut John, salut tout le monde. Épisode trente et un, on parle de neige.")
    assert named([greeted, back], PEOPLE) == {"A": "John Whitfield", "B": "Ana Ferreira"}
    assert "B" not in named([greeted, ("B", "Salut Ana. On parle de neige.")], PEOPLE)


def test_cheers_are_thanks() -> None:
    said = [("A", "Go and build something now."), ("B", "Cheers, Ana. We will do it today.")]
    assert named(said, PEOPLE) == {"A": "Ana Ferreira"}


def test_other_words_that_begin_so_are_no_office() -> None:
    chair = (*PEOPLE[:2], Known("Winifred Aldous", "agenda.pdf", role="Chair"))
    said = [("A", "We have one left."), ("B", "Thank you, chairs are short today. It rains.")]
    assert namings(said, people=chair)["A"].candidates == []
    assert named(said, chair) == {}


@pytest.mark.timeout(10)
def test_a_loop_of_the_recogniser_is_soon_done_with() -> None:
    loop = ("A", "Excusez-moi, Ana Ferreira, pour " * 700)
    assert "A" not in named([BEFORE, loop, REPLY], PEOPLE)
