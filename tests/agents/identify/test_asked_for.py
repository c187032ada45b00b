"""Who is asked for his name gives it; what is read out or quoted is another's."""

import pytest

from agents.identify.names import Known
from tests.agents.identify.conversations import named, namings

PEOPLE = (Known("Ana Roy", "minutes.pdf"), Known("Léa Martin", "minutes.pdf"))
LONG = "Nous avons eu trois erreurs en un mois, et rien de grave n'est arrivé."


@pytest.mark.parametrize(
    "question",
    [
        "Ah, bonjour. Et vous êtes ?",
        "Une question ? Votre prénom, s'il vous plaît.",
        "Oui, c'est qui ?",
        "Hello, who is this?",
        "And your name, please?",
        "Which Ana is it today?",
    ],
)
@pytest.mark.parametrize("answer", ["Ana.", "Ana, du service des eaux.", "It's Ana.", "C'est Ana."])
def test_whoever_is_asked_who_he_is_begins_with_his_name(question: str, answer: str) -> None:
    turns = [("A", question), ("B", f"{answer} {LONG}"), ("C", LONG)]
    assert named(turns, PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize("question", ["Et vous êtes d'accord ?", "Qui est pour ?", "Who knows?"])
def test_another_question_asks_for_no_name(question: str) -> None:
    turns = [("A", question), ("B", f"Ana, du service des eaux. {LONG}"), ("C", LONG)]
    assert "B" not in named(turns, PEOPLE)


@pytest.mark.parametrize("answer", ["Ana. Elle est en retard.", "It's Ana, she is late."])
def test_who_answers_of_somebody_else_is_not_him(answer: str) -> None:
    assert named([("A", "Il manque quelqu'un. C'est qui ?"), ("B", answer)], PEOPLE) == {}


def test_whoever_has_spoken_before_may_be_asked_of_a_third() -> None:
    turns = [("B", LONG), ("A", "Et sur la photo, c'est qui ?"), ("B", f"Ana. {LONG}")]
    assert named(turns, PEOPLE) == {}


def test_a_full_name_that_opens_a_first_turn_calls_nobody() -> None:
    turns = [("A", LONG), ("B", f"Ana Roy. {LONG}"), ("C", LONG)]
    assert namings(turns, people=PEOPLE)["C"].candidates == []
    assert "C" not in named(turns, PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "Je vous lis son courrier. Bonjour, je m'appelle Ana Roy, j'habite ici.",
        "Let me read the letter. My name is Ana Roy, and I live here.",
        "A parent wrote, and it says, I'm Ana, I have two children.",
        "Elle nous a écrit hier. Je suis Ana Roy, je demande une réponse.",
        "La lettre dit : « Je suis Ana Roy, je demande une réponse. » Que répondre ?",
    ],
)
def test_who_reads_a_letter_has_not_written_it(text: str) -> None:
    assert namings([("A", text)], people=PEOPLE)["A"].candidates == []
    assert named([("A", text)], PEOPLE) == {}


def test_who_is_called_in_a_quotation_is_not_called_here() -> None:
    turns = [("A", "Je lui ai dit : « Ana, qu'en pensez-vous ? » Voilà."), ("B", LONG)]
    assert namings(turns, people=PEOPLE)["B"].candidates == []
    assert named(turns, PEOPLE) == {}


def test_who_has_read_a_letter_may_say_who_he_is_before() -> None:
    turns = [("A", "Je suis Ana Roy. Je vous lis son courrier.")]
    assert named(turns, PEOPLE) == {"A": "Ana Roy"}


@pytest.mark.parametrize(
    "prompt",
    [
        "We'll come to that. And this gentleman?",
        "Et vous, monsieur ?",
        "Il y a des visages nouveaux. Madame, au bout ?",
        "Et monsieur, c'est ?",
        "Would the panel say who they are, from my left?",
        "D'abord on a une tête nouvelle.",
        "And our student nurse, sorry, what do they call you?",
        "Who's that, sorry?",
    ],
)
@pytest.mark.parametrize("reply", ["Ana. Ana Roy, I have the chip shop.", "Hi. Ana. First day."])
def test_whoever_is_turned_to_begins_with_his_name(prompt: str, reply: str) -> None:
    assert named([("A", prompt), ("B", reply), ("C", LONG)], PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize(
    "reply",
    [
        "Ana, vous voulez répondre ? Moi, j'écoute.",
        "Bonjour Ana. Je suis nouveau ici.",
        "Ana, elle, en pense du bien.",
        "Merci Ana. Je suis nouveau.",
    ],
)
def test_who_is_turned_to_may_begin_with_anothers(reply: str) -> None:
    turns = [("A", "Et vous, monsieur ?"), ("B", reply), ("C", LONG)]
    assert "B" not in named(turns, PEOPLE)


def test_in_a_round_each_gives_his_name_after_the_other_until_somebody_speaks_again() -> None:
    opened = ("A", "Les jurés se présentent d'abord.")
    ana, lea = ("B", f"Ana, du service des eaux. {LONG}"), ("C", f"Léa, de la mairie. {LONG}")
    assert named([opened, ana, lea], PEOPLE) == {"B": "Ana Roy", "C": "Léa Martin"}
    assert named([opened, ana, ("A", LONG), lea], PEOPLE) == {"B": "Ana Roy"}


@pytest.mark.parametrize("question", ["Pourquoi, monsieur ?", "Madame, que faire ?", "And why?"])
def test_who_is_asked_something_is_not_turned_to(question: str) -> None:
    turns = [("A", question), ("B", f"Ana, du service des eaux. {LONG}"), ("C", LONG)]
    assert "B" not in named(turns, PEOPLE)


def test_who_has_spoken_and_is_turned_to_may_begin_with_anothers_name() -> None:
    turns = [("B", LONG), ("A", "Et vous, monsieur ?"), ("B", f"Ana, du service des eaux. {LONG}")]
    assert named(turns, PEOPLE) == {}


def test_what_is_said_once_counts_once() -> None:
    turns = [("A", "Les jurés se présentent d'abord."), ("B", f"Ana Roy, de la mairie. J'{LONG}")]
    assert namings(turns, people=PEOPLE)["B"].score == 0.62
