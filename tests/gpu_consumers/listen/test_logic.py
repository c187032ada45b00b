"""A name is told by how much better it explains the sound than other names do."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from gpu_consumers.listen.logic import FAR, OTHERS, heard, others

PLACE = {"before": "Merci ", "heard": "gohan", "after": ", bien.", "names": ["Goran", "Ana Roy"]}
HEARD = "Merci gohan, bien."


def said(word: str) -> str:
    return f"Merci {word}, bien."


class Sound:
    """Log-probabilities of texts, for the sound of a place and for silence."""

    def __init__(self, sound: Mapping[str, float], silence: Mapping[str, float]) -> None:
        self._by_number = (sound, silence)
        self.asked: list[tuple[int, str]] = []

    def __call__(self, asked: Sequence[tuple[int, str]]) -> list[float]:
        self.asked += asked
        return [self._by_number[number].get(text, -60.0) for number, text in asked]


def found(sound: Sound, place: Mapping[str, Any] = PLACE) -> list[dict[str, Any]]:
    return heard([place], sound)


def test_the_name_that_makes_the_sound_likeliest_is_found_with_its_lead() -> None:
    sound = {HEARD: -20.0, said("Goran"): -22.0, said("Ana Roy"): -40.0}
    silence = {HEARD: -60.0, said("Goran"): -60.0, said("Ana Roy"): -60.0}
    [one] = found(Sound(sound, silence))
    assert one == {"place": 0, "name": "Goran", "gain": -2.0, "lead": 18.0}


def test_a_name_that_is_likely_without_any_sound_is_not_preferred() -> None:
    sound = {HEARD: -20.0, said("Goran"): -25.0, said("Ana Roy"): -24.0}
    silence = {HEARD: -60.0, said("Goran"): -70.0, said("Ana Roy"): -50.0}
    [one] = found(Sound(sound, silence))
    assert (one["name"], one["gain"], one["lead"]) == ("Goran", -5.0, 19.0)


def test_a_name_that_nobody_here_has_may_fit_better() -> None:
    sound = {HEARD: -20.0, said("Goran"): -30.0, said(OTHERS[0]): -25.0}
    [one] = found(Sound(sound, {}))
    assert one["lead"] == -5.0


def test_a_part_of_a_name_is_no_rival_of_the_whole() -> None:
    place = {**PLACE, "names": ["Goran Petrovic", "Goran"]}
    sound = {HEARD: -20.0, said("Goran Petrovic"): -22.0, said("Goran"): -23.0}
    [one] = found(Sound(sound, {}), place)
    assert (one["name"], one["lead"]) == ("Goran Petrovic", 38.0)


def test_where_no_name_comes_near_nothing_more_is_asked() -> None:
    sound = Sound({HEARD: -20.0, said("Goran"): -20.0 + FAR - 1}, {})
    assert found(sound) == []
    assert sound.asked == [(0, HEARD), (0, said("Goran")), (0, said("Ana Roy"))]


def test_no_places_are_no_names() -> None:
    assert heard([], Sound({}, {})) == []


@pytest.mark.parametrize(
    ("names", "left_out"), [(["Hugo Roy"], {"Hugo"}), (["camille lambert"], {"Camille Lambert"})]
)
def test_nobody_is_compared_with_himself(names: list[str], left_out: set[str]) -> None:
    assert set(OTHERS) - set(others(names)) == left_out
