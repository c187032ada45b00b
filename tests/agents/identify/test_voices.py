"""Voices that the library knows, beside what is said."""

from agents.identify import logic
from agents.identify.dialogue import together
from schemas.events import NameSource
from tests.agents.identify.conversations import namings


def test_a_voiceprint_beats_speech_and_its_name_goes_to_nobody_else() -> None:
    result = namings([("A", "Je suis Tom Baker."), ("B", "Bien.")], {"B": ("Tom Baker", 0.93)})
    assert (result["B"].name, result["B"].source) == ("Tom Baker", NameSource.VOICEPRINT)
    assert result["A"].name is None


def test_one_voice_cannot_be_two_that_speak_at_once() -> None:
    voices = {"A": ("Tom Baker", 0.82), "B": ("Tom Baker", 0.9)}
    segments = [
        {"speaker": "A", "start": 0.0, "end": 4.0, "text": "Oui."},
        {"speaker": "B", "start": 3.0, "end": 6.0, "text": "Non."},
    ]
    at_once = together(segments)
    found = logic.identify(["A", "B"], voices, [], 0.6, at_once)
    assert (found["A"].name, found["B"].name) == (None, "Tom Baker")
    apart = logic.identify(["A", "B"], voices, [], 0.6)
    assert {n.name for n in apart.values()} == {"Tom Baker"}


def test_voices_of_two_people_who_speak_at_once_name_both() -> None:
    voices = {"A": ("Tom Baker", 0.9), "B": ("Claire Vasseur", 0.8)}
    found = logic.identify(["A", "B"], voices, [], 0.6, [frozenset("AB")])
    assert (found["A"].name, found["B"].name) == ("Tom Baker", "Claire Vasseur")


def test_of_two_voices_the_one_that_is_clearly_less_like_has_no_name() -> None:
    voices = {"A": ("Tom Baker", 0.93), "B": ("Tom Baker", 0.81)}
    found = namings([("A", "Voici le plan."), ("B", "Et le budget.")], voices)
    assert (found["A"].name, found["B"].name) == ("Tom Baker", None)


def test_whoever_says_who_he_is_is_not_somebody_whose_voice_is_somewhat_like_his() -> None:
    said = [("A", "Bonjour, je suis Claire Vasseur."), ("B", "Bien.")]
    by_speech = namings(said, {"A": ("Tom Baker", 0.78)})["A"]
    assert (by_speech.name, by_speech.source) == ("Claire Vasseur", NameSource.DOCUMENT)
    assert [c.name for c in by_speech.candidates] == ["Tom Baker"]
    in_doubt = namings(said, {"A": ("Tom Baker", 0.88)})["A"]
    assert in_doubt.name is None
    assert {c.name for c in in_doubt.candidates} == {"Claire Vasseur", "Tom Baker"}
    only_called = [("B", "Claire, votre avis ?"), ("A", "Voici le plan.")]
    assert namings(only_called, {"A": ("Tom Baker", 0.86)})["A"].name is None
    sure = namings(only_called, {"A": ("Tom Baker", 0.95)})["A"]
    assert (sure.name, sure.source) == ("Tom Baker", NameSource.VOICEPRINT)


def test_a_name_written_otherwise_in_the_library_is_no_other_name() -> None:
    said = [("A", "Bonjour, je suis Kwame Mensah."), ("B", "Bien.")]
    found = namings(said, {"A": ("Dr Kwamé MENSAH", 0.9)})["A"]
    assert (found.name, found.source) == ("Dr Kwamé MENSAH", NameSource.VOICEPRINT)


def test_of_two_like_voices_what_is_said_tells_whose_is_whose() -> None:
    said = [("A", "Voici le plan."), ("B", "Merci Tom. Claire, votre avis ?"), ("C", "Oui.")]
    found = namings(said, {"A": ("Tom Baker", 0.83), "C": ("Tom Baker", 0.86)})
    assert found["A"].name == "Tom Baker"
    assert (found["C"].name, found["C"].source) == ("Claire Vasseur", NameSource.DOCUMENT)
