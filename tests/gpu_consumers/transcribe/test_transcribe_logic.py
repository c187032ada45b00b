"""Noticing speech that got no words, and words that nobody said."""

from typing import Any

from gpu_consumers.transcribe.logic import believable, ending, hotwords, merged, uncovered


def word(start: float, end: float, text: str = "mot") -> dict[str, Any]:
    return {"start": start, "end": end, "word": text, "probability": 0.9}


def test_speech_without_words_is_found() -> None:
    words = [word(0.2, 1.0), word(1.2, 2.0), word(6.0, 9.5)]
    assert uncovered([(0.0, 10.0)], words) == [(2.0, 6.0)]


def test_speech_with_no_words_at_all_is_found_whole() -> None:
    assert uncovered([(3.0, 8.0), (9.0, 9.5)], []) == [(3.0, 8.0)]


def test_a_word_over_two_stretches_covers_both() -> None:
    assert uncovered([(0.0, 2.0), (3.0, 5.0)], [word(0.1, 4.9)]) == []


def test_second_pass_fills_only_gaps() -> None:
    first = [word(0, 1, "un"), word(4, 5, "deux")]
    again = [word(0.5, 1.5, "bis"), word(2, 3, "trois")]
    assert [w["word"] for w in merged(first, again)] == ["un", "trois", "deux"]


def test_text_over_noise_and_loops_are_not_believed() -> None:
    said = "Bonjour à toutes et à tous, et bienvenue à ce panel citoyen."
    assert believable(said, 0.1, -0.3)
    assert not believable(said, 0.95, -1.4)
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
