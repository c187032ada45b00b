"""What a window said is dropped as a whole when it loops, or was made up where nobody speaks."""

from types import SimpleNamespace
from typing import Any

from gpu_consumers.transcribe.model import _words

LOOP = [" Et on repart."] * 20


def segment(seek: int, text: str, no_speech: float = 0.1, logprob: float = -0.3) -> Any:
    """As the library gives it; its words last a second each."""
    words = [
        SimpleNamespace(start=seek + at, end=seek + at + 1.0, word=f" {word}", probability=0.9)
        for at, word in enumerate(text.split())
    ]
    return SimpleNamespace(
        seek=seek, text=text, no_speech_prob=no_speech, avg_logprob=logprob, words=words
    )


def said(*segments: Any) -> str:
    return "".join(word["word"] for word in _words(segments))


def test_a_loop_is_dropped_although_each_of_its_segments_is_short() -> None:
    before, after = segment(0, " Bonjour."), segment(60, " Merci beaucoup.")
    loop = [segment(30, text) for text in LOOP]
    assert said(before, *loop, after) == " Bonjour. Merci beaucoup."


def test_what_is_said_again_in_other_windows_is_kept() -> None:
    assert said(*(segment(30 * at, text) for at, text in enumerate(LOOP))) == "".join(LOOP)


def test_text_of_a_window_without_speech_is_dropped_whole() -> None:
    made_up = [
        segment(0, " Sous-titres réalisés", 0.95, -1.4),
        segment(0, " par la communauté.", 0.2, -0.1),
    ]
    assert said(*made_up, segment(30, " Oui.", 0.95, -0.3)) == " Oui."


def test_a_word_is_drawn_out_no_longer_than_words_last() -> None:
    long = segment(0, " Oui.")
    long.words[0].end = 9.0
    assert [(w["start"], w["end"]) for w in _words([long])] == [(0.0, 2.0)]
