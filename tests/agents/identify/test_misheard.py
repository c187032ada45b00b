"""Known names recognised as other words: people are named by their sound, and nothing else is."""

import json
from pathlib import Path

import pytest

from agents.identify import misheard
from agents.identify.dialogue import Turn
from agents.identify.names import Known
from agents.identify.sound import sounds
from tests.agents.identify.conversations import named, namings

PEOPLE = [
    Known("Ngozi Eze-Campbell", "ngozi.pdf"),
    Known("Eleanor Whitfield", "panel.txt"),
    Known("Gwendolyn Prys-Jones", "panel.txt"),
    Known("Nicolas Ferrand", "conseil.docx"),
    Known("Nicolas Perrot", "conseil.docx"),
    Known("Maëlle Quéméner", "maelle.md"),
    Known("Rose Hill", "rose.txt"),
    Known("Nadège Kouassi", "atelier.docx"),
    Known("Sébastien Roux", "verger.md"),
    Known("Soazig Le Goff", "atelier.md"),
    Known("Harriet Cole", "agenda.md"),
    Known("Wojciech Kowalczyk", "cv.docx", misheard=(("Voitchek", "Wojciech"),)),
]
MEETINGS = Path("examples")


def written(text: str) -> str:
    [turn] = misheard.spelled([Turn("A", 0.0, 9.0, text)], PEOPLE)
    return turn.text


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        ("Gozi as a Campbell, your turn.", "Ngozi Eze-Campbell, your turn."),
        ("My name is Alina Whitfield.", "My name is Eleanor Whitfield."),
        ("S'il vous plaît, Nicolas fait han.", "S'il vous plaît, Nicolas Ferrand."),
        ("Moi c'est ma elle, je fais le son.", "Moi c'est Maëlle, je fais le son."),
        ("Very good. Miss Prince Jones.", "Very good. Miss Prys-Jones."),
        ("Moi, c'est n'adèche qu'où assis.", "Moi, c'est Nadège Kouassi."),
        ("Merci ce bastien, point deux.", "Merci Sébastien, point deux."),
        ("Je suis soeur Zigle, gaufe, ajoe.", "Je suis Soazig Le Goff, ajoe."),
        ("Les mesures. Voight check. Et l'été ?", "Les mesures. Wojciech. Et l'été ?"),
        ("Merci, monsieur Peho.", "Merci, monsieur Perrot."),
        ("Merci, monsieur Peho Amour.", "Merci, monsieur Perrot, Amour."),
    ],
)
def test_words_that_sound_like_a_known_name_are_taken_for_it(recognised: str, meant: str) -> None:
    assert written(recognised) == meant


@pytest.mark.parametrize(
    "text",
    [
        "My name is Ngozi Eze-Campbell, and I'm late.",
        "I'm Eleanor Whitfield.",
        "It's Rose here, in the chair.",
        "Je suis mariée, ma elle est venue.",
        "Merci Nicolas, on passe au vote.",
        "My name is Paul Whitfield.",
        "Miss Prince, you have the floor.",
        "Les rosiers ils fleurissent.",
        "Comme le disait Quéméner hier.",
        "Thank you. Harriet, could we start?",
        "Nicolas, venant de Lyon, arrive.",
        "On n'a déjà, qu'assis, plus de place.",
        "Voilà, chaque année on en parle.",
        "On le voit chez Paul.",
    ],
)
def test_other_words_and_names_that_were_recognised_stay(text: str) -> None:
    assert written(text) == text


def test_a_word_that_sounds_like_two_known_people_is_left() -> None:
    people = [Known("Dana Roy", "a.pdf"), Known("Tana Roy", "b.pdf")]
    [turn] = misheard.spelled([Turn("A", 0.0, 9.0, "Je m'appelle Bana Roix.")], people)
    assert turn.misheard == ()


def test_whoever_was_misheard_is_named_and_what_was_heard_is_shown() -> None:
    dialogue = [("A", "My name is Alina Whitfield, and I lead the panel."), ("B", "Thank you.")]
    naming = namings(dialogue, people=PEOPLE)["A"]
    assert naming.name == "Eleanor Whitfield"
    shown = [reason.passage or "" for reason in naming.evidence]
    assert any("My name is Alina Whitfield" in passage for passage in shown)
    assert not any("My name is Eleanor" in passage for passage in shown)


def test_a_misheard_full_name_after_a_greeting_is_his_own() -> None:
    said = "Alors, euh, bonjour, Nicolas fait han. Je suis chef d'équipe à l'entrepôt."
    assert named([("A", said), ("B", "Merci bien.")], PEOPLE) == {"A": "Nicolas Ferrand"}


def test_a_part_of_a_name_that_was_misheard_says_too_little_by_itself() -> None:
    asked = [("A", "Rose, over to you. Miss Prince Jones, could you begin?"), ("B", "Of course.")]
    assert named(asked, PEOPLE) == {}
    thanked = [*asked, ("A", "Thank you, Miss Prince Jones. Next.")]
    assert named(thanked, PEOPLE) == {"B": "Gwendolyn Prys-Jones"}


def test_nobody_of_one_example_is_found_in_what_is_said_in_another() -> None:
    meetings = sorted(MEETINGS.glob("*/*/expected.json"))
    names = {path.parent.name: _names(path) for path in meetings}
    turns = {path.parent.name: _turns(path.parent) for path in meetings}
    assert len(meetings) >= 3
    for meeting, people in names.items():
        elsewhere = [turn for other in turns if other != meeting for turn in turns[other]]
        assert [t.misheard for t in misheard.spelled(elsewhere, people) if t.misheard] == []


def test_consonants_tell_more_than_vowels() -> None:
    assert sounds("Alina", "Elena") > sounds("Alina", "Arika")
    assert sounds("Ferrand", "Ferrand") == 1.0
    assert sounds("", "Ferrand") == 0.0


def _names(expected: Path) -> list[Known]:
    speakers = json.loads(expected.read_text())["speakers"].values()
    return [Known(s["expected_name"], "a.pdf") for s in speakers if s["expected_name"]]


def _turns(folder: Path) -> list[Turn]:
    lines = next(folder.glob("*.stm")).read_text().splitlines()
    rows = [line.split(None, 6) for line in lines if not line.startswith(";")]
    return [Turn(row[2], float(row[3]), float(row[4]), row[6]) for row in rows]
