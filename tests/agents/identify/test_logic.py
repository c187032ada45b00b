"""How much evidence a name needs, and what stands against one."""

from agents.identify import evidence, logic
from agents.identify.dialogue import turns_of
from schemas.events import NameSource
from tests.agents.identify.conversations import PANEL, namings


def test_a_name_only_in_a_document_is_never_given() -> None:
    result = namings([("A", "Commençons."), ("B", "D'accord.")])
    assert {n.name for n in result.values()} == {None}


def test_a_name_heard_once_and_in_no_document_stays_a_candidate() -> None:
    result = namings([("A", "Je suis Paul Durand."), ("B", "Bien.")])["A"]
    assert result.name is None
    assert [c.name for c in result.candidates] == ["Paul Durand"]


def test_a_name_heard_twice_in_different_ways_is_given_as_heard() -> None:
    result = namings([("A", "Je suis Paul Durand."), ("B", "Merci Paul. Continuons.")])["A"]
    assert (result.name, result.source) == ("Paul Durand", NameSource.SPEECH)


def test_a_name_that_is_in_no_document_opposes_a_known_one_less() -> None:
    dialogue = [
        ("A", "Caroline Pissala."),
        ("B", "Ouvrons la séance, le budget d'abord."),
        ("C", "Claire Vasseur, c'est à vous."),
        ("B", "Oui."),
    ]
    assert namings(dialogue)["B"].name == "Claire Vasseur"


def test_one_name_is_not_given_to_two_speakers() -> None:
    result = namings([("A", "Je suis Claire Vasseur."), ("B", "Je suis Claire Vasseur.")])
    assert [n.name for n in result.values()] == [None, None]


def test_a_persons_word_stands_against_voice_and_speech() -> None:
    segments = [
        {"speaker": "A", "start": 0.0, "end": 4.0, "text": "Bonjour, je suis Claire Vasseur."},
        {"speaker": "B", "start": 5.0, "end": 9.0, "text": "Merci Claire."},
    ]
    clues = evidence.clues(turns_of(segments), PANEL)
    voices = {"A": ("Tom Baker", 0.95)}
    found = logic.identify(["A", "B"], voices, clues, 0.6, confirmed={"A": "Ana Roy"})
    assert (found["A"].name, found["A"].source) == ("Ana Roy", NameSource.PERSON)
    assert found["B"].name is None
