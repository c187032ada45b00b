"""Laying tasks side by side; noticing speech that got no words, and words that nobody said."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.transcribe.logic import (
    GAP_S,
    believable,
    divided,
    ending,
    hotwords,
    merged,
    most_tokens,
    plain,
    said,
    shares,
    shifted,
    side_by_side,
    uncovered,
)


def word(start: float, end: float, text: str = "mot") -> dict[str, Any]:
    return {"start": start, "end": end, "word": text, "probability": 0.9}


def test_speech_without_words_is_found() -> None:
    words = [word(0.2, 1.0), word(1.2, 2.0), word(6.0, 9.5)]
    assert uncovered([(0.0, 10.0)], words) == [(2.0, 6.0)]


def test_speech_with_no_words_at_all_is_found_whole() -> None:
    assert uncovered([(3.0, 8.0), (9.0, 9.5)], []) == [(3.0, 8.0)]


def test_a_word_over_two_stretches_covers_both() -> None:
    assert uncovered([(0.0, 2.0), (3.0, 5.0)], [word(0.1, 4.9)]) == []


def test_words_are_left_out_where_nobody_speaks_and_kept_beside_speech() -> None:
    speech = [(1.0, 2.2), (21.2, 22.4)]
    kept = [word(0.4, 0.6), word(1.1, 1.9), word(2.6, 2.9), word(20.5, 20.8)]
    made_up = [word(15.2, 15.6), word(15.6, 16.0), word(23.0, 23.4)]
    assert said(kept + made_up, speech) == kept
    assert said(kept, []) == []


def test_second_pass_fills_only_gaps() -> None:
    first = [word(0, 1, "un"), word(4, 5, "deux")]
    again = [word(0.5, 1.5, "bis"), word(2, 3, "trois")]
    assert [w["word"] for w in merged(first, again)] == ["un", "trois", "deux"]


def test_text_over_noise_and_loops_are_not_believed() -> None:
    said = "Bonjour à toutes et à tous, et bienvenue à ce panel citoyen."
    assert believable(said, 0.1, -0.3)
    assert not believable(said, 0.95, -1.4)
    assert believable(said, 0.95, -0.3)
    assert believable(said, 0.1, -1.4)
    assert not believable("Et on repart. " * 20, 0.1, -0.1)


def test_a_word_that_reaches_over_lost_ones_does_not_cover_them() -> None:
    long = word(1.0, ending(1.0, 9.6))
    assert uncovered([(0.5, 10.0)], [long]) == [(3.0, 10.0)]
    assert ending(5.0, 4.9) == 5.0


SAID: dict[str, Any] = {
    "corrections": {"Kouamé": "Kwame", "Couamé": "Kwame"},
    "terms": {"îlot de chaleur": "un quartier plus chaud", "Kwame": "un prénom"},
    "people": [{"name": "Marie Dubois"}, {"name": "Jean-Marc Petit"}],
}


def test_hotwords_are_what_is_misheard_then_terms_then_names_each_once() -> None:
    assert hotwords(SAID) == "Kwame, îlot de chaleur, Marie Dubois, Jean-Marc Petit"


def test_hotwords_stay_in_their_room_and_are_never_cut() -> None:
    found = hotwords(SAID, most=40)
    assert found == "Kwame, îlot de chaleur, Marie Dubois"
    assert hotwords(SAID, most=12) == "Kwame"


def test_documents_that_name_nothing_give_no_hotwords() -> None:
    assert hotwords({"corrections": {}, "terms": {}, "people": []}) is None


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("îlot de chaleur", "îlot de chaleur"),
        ("<|en|>", ""),
        ("<|translate|> Marie<|endoftext|>\tDubois\n", "Marie Dubois"),
        ("a\x00b\x1b[0m\x85c", "a b [0m c"),
        ("R&D <lab> 5 > 3", "R&D <lab> 5 > 3"),
    ],
)
def test_hotwords_hold_none_of_the_recognisers_commands(term: str, expected: str) -> None:
    assert plain(term) == expected


@given(st.text(alphabet="<|>enab\n", max_size=40))
def test_no_command_is_left_however_it_is_wrapped(term: str) -> None:
    assert "<|" not in plain(term)
    assert plain(plain(term)) == plain(term)


def test_a_term_of_commands_alone_is_no_hotword() -> None:
    terms = {"<|en|>": "", "<|translate|>": "", "Kwame": ""}
    assert hotwords({"corrections": {}, "terms": terms, "people": []}) == "Kwame"


def sound(seconds: float, value: float) -> Any:
    return np.full(round(seconds * SAMPLE_RATE), value, np.float32)


def test_sounds_lie_side_by_side_whole_and_with_silence_between() -> None:
    sounds = [sound(2.5, 0.1), sound(0.25, 0.2), sound(1.0, 0.3)]
    laid, starts = side_by_side(sounds)
    assert starts == [0, 6, 10]
    for start, one in zip(starts, sounds, strict=True):
        assert np.array_equal(laid[start * SAMPLE_RATE :][: len(one)], one)
    assert np.count_nonzero(laid) == sum(map(len, sounds))
    assert starts[1] - 2.5 >= GAP_S


def test_a_sound_alone_is_laid_as_it_is() -> None:
    laid, starts = side_by_side([sound(2.5, 0.1)])
    assert starts == [0]
    assert np.array_equal(laid, sound(2.5, 0.1))


@given(st.floats(0, 130), st.integers(0, 5000))
def test_the_samples_of_a_piece_are_the_same_wherever_its_sound_lies(at: float, start: int) -> None:
    """The library cuts at `int(seconds * rate)`."""
    [(first, last)] = shifted([(at, at + 1)], start)
    assert int(first * SAMPLE_RATE) - start * SAMPLE_RATE == int(at * SAMPLE_RATE)
    assert int(last * SAMPLE_RATE) - start * SAMPLE_RATE == int((at + 1) * SAMPLE_RATE)


@pytest.mark.parametrize(
    ("starts", "begins", "expected"),
    [
        ([0], [0.0, 7.5], [[0.0, 7.5]]),
        ([0, 6, 10], [0.5, 6.0, 9.0, 11.5], [[0.5], [0.0, 3.0], [1.5]]),
        ([0, 6, 10], [7.0], [[], [1.0], []]),
        ([0, 6], [], [[], []]),
    ],
)
def test_words_go_back_to_the_sound_they_begin_in(
    starts: list[int], begins: list[float], expected: list[list[float]]
) -> None:
    found = divided([word(at, at + 0.5) for at in begins], starts)
    assert [[w["start"] for w in words] for words in found] == expected
    assert all(w["end"] == w["start"] + 0.5 for words in found for w in words)


@given(st.integers(0, 13_000), st.integers(0, 5000))
def test_the_times_of_a_word_are_the_very_same_wherever_its_sound_lies(at: int, start: int) -> None:
    [alone], _ = divided([word(at / 100, at / 100 + 2.0)], [0, 6000])
    laid = word(round(start + at / 100, 2), round(start + at / 100, 2) + 2.0)
    assert divided([laid], [start]) == [[alone]]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([3.0, 1.0], [6.0, 2.0]), ([3.0, 0.0], [8.0, 0.0]), ([0.0, 0.0], [4.0, 4.0]), ([], [])],
)
def test_time_is_shared_by_length(parts: list[float], expected: list[float]) -> None:
    assert shares(8.0, parts) == expected


@pytest.mark.parametrize("seconds", [0.3, 1.0, 5.0, 30.0, 60.0])
def test_a_stretch_has_room_for_more_than_is_said_and_fits_whispers_text(seconds: float) -> None:
    said = 5 * min(seconds, 30.0)
    assert 1.4 * said <= most_tokens(seconds) <= 222  # half of Whisper's 448, without the prompt
