"""A name that a person gave stays with the voice when labels change."""

from typing import Any

from agents.enrich.logic import carried


def segment(speaker: str, start: float, end: float) -> dict[str, Any]:
    return {"speaker": speaker, "start": start, "end": end}


def test_a_name_goes_to_whoever_speaks_now_where_the_named_one_spoke() -> None:
    said = [("A", "Ana", 0.0, 4.0), ("A", "Ana", 10.0, 14.0), ("B", "Luc", 4.0, 10.0)]
    now = [segment("X", 0.2, 4.1), segment("Y", 4.1, 10.0), segment("X", 10.0, 14.0)]
    assert carried(said, now) == {"X": "Ana", "Y": "Luc"}


def test_a_voice_that_was_torn_apart_keeps_its_name_only_where_most_of_it_is() -> None:
    now = [segment("X", 0.0, 7.0), segment("Y", 7.0, 10.0)]
    assert carried([("A", "Ana", 0.0, 10.0)], now) == {"X": "Ana"}
    halves = [segment("X", 0.0, 5.0), segment("Y", 5.0, 10.0)]
    assert carried([("A", "Ana", 0.0, 10.0)], halves) == {}


def test_of_two_named_voices_that_became_one_the_longer_gives_its_name() -> None:
    said = [("A", "Ana", 0.0, 3.0), ("B", "Luc", 3.0, 10.0)]
    assert carried(said, [segment("X", 0.0, 10.0)]) == {"X": "Luc"}


def test_two_voices_may_have_one_name() -> None:
    said = [("A", "Ana", 0.0, 3.0), ("B", "Ana", 3.0, 5.0)]
    assert carried(said, [segment("X", 0.0, 3.0), segment("Y", 3.0, 5.0)]) == {
        "X": "Ana",
        "Y": "Ana",
    }
