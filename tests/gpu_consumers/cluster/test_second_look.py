"""Speakers who are two people are divided, and nobody else."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_consumers.cluster.second_look import Embed, by_chance, looked_again
from gpu_consumers.memory import Budget
from gpu_consumers.turns import Turn
from streams.settings import Settings

NUMBERS = 64
APART, ALIKE, ONE = 0.4, 0.85, 1.0


def heard(said: Sequence[Turn], cosines: dict[str, float], changing: float = 0.6) -> Embed:
    """Vectors of whoever speaks in the middle of a span: a person's voice has that cosine with the
    first axis, and changes from span to span."""
    people = sorted(cosines)

    def vector(span: tuple[float, float]) -> Any:
        middle = sum(span) / 2
        who = next(s for a, b, s in said if a <= middle <= b)
        cosine = cosines[who]
        voice = np.zeros(NUMBERS)
        voice[0], voice[1 + people.index(who)] = cosine, np.sqrt(1 - cosine**2)
        change = np.random.default_rng(int(span[0] * 1000)).standard_normal(NUMBERS)
        return voice + changing * change / np.sqrt(NUMBERS)

    return lambda spans: np.array([vector(s) for s in spans], np.float32).reshape(-1, NUMBERS)


def meeting(*people: str, each_s: float = 6.0, turns: int = 10) -> list[Turn]:
    """They speak one after the other, a second apart."""
    starts = [i * (each_s + 1) for i in range(turns)]
    return [(a, a + each_s, people[i % len(people)]) for i, a in enumerate(starts)]


def as_one(said: Sequence[Turn], *people: str) -> list[Turn]:
    """The turns as a diarization gives them that takes these people for one."""
    return [(a, b, people[0] if s in people else s) for a, b, s in said]


def grouped(turns: Sequence[Turn]) -> set[frozenset[tuple[float, float]]]:
    """Which spans are one speaker's, whatever he is called."""
    speakers = {s for *_, s in turns}
    return {frozenset((a, b) for a, b, s in turns if s == speaker) for speaker in speakers}


@pytest.mark.parametrize(("second", "what"), [(APART, "other"), (ALIKE, "alike")])
def test_two_voices_taken_for_one_speaker_become_two(second: float, what: str) -> None:
    said = meeting("A", "B", each_s=12.0)
    embed = heard(said, {"A": 1.0, "B": second})
    assert grouped(looked_again(as_one(said, "A", "B"), embed)) == grouped(said), what


def test_one_person_stays_one_whose_voice_changes_while_he_speaks() -> None:
    said = meeting("A", "A", turns=12)
    for changing in (0.3, 0.6, 0.9):
        embed = heard(said, {"A": 1.0}, changing)
        assert looked_again(said, embed) == said


def test_three_people_taken_for_one_become_three() -> None:
    said = meeting("A", "B", "C", turns=12)
    embed = heard(said, {"A": 1.0, "B": APART, "C": APART / 2})
    assert grouped(looked_again(as_one(said, "A", "B", "C"), embed)) == grouped(said)


def test_a_word_of_somebody_else_makes_no_speaker() -> None:
    said = [*meeting("A"), (100.0, 101.5, "B")]
    embed = heard(said, {"A": 1.0, "B": APART})
    assert looked_again(as_one(said, "A", "B"), embed) == as_one(said, "A", "B")


def test_a_turn_that_two_people_share_is_cut_where_they_meet() -> None:
    said = [(0.0, 6.0, "A"), (6.0, 12.0, "B"), (20.0, 26.0, "A"), (30.0, 36.0, "B")]
    found = looked_again(
        [(0.0, 12.0, "A"), (20.0, 26.0, "A"), (30.0, 36.0, "A")],
        heard(said, {"A": 1.0, "B": APART}),
    )
    assert grouped(found) == grouped(said)


def test_a_part_with_another_speakers_voice_joins_him() -> None:
    said = [*meeting("A", "B"), (100.0, 106.0, "B")]
    mistaken = [*said[:-1], (100.0, 106.0, "A")]
    embed = heard(said, {"A": 1.0, "B": APART})
    assert grouped(looked_again(mistaken, embed)) == grouped(said)


def test_words_without_a_vector_go_with_what_is_said_around_them() -> None:
    said = meeting("A", "B", turns=4)
    words = [(6.2, 6.6, "A"), (13.2, 13.6, "B")]
    embed = heard([*said, *words], {"A": 1.0, "B": APART})
    found = looked_again(sorted(as_one([*said, *words], "A", "B")), embed)
    whose = {(a, b): s for a, b, s in found}
    assert whose[6.2, 6.6] == whose[0.0, 6.0]
    assert whose[13.2, 13.6] == whose[7.0, 13.0]


def test_no_more_speakers_than_there_may_be() -> None:
    said = meeting("A", "B", "C", turns=12)
    embed = heard(said, {"A": 1.0, "B": APART, "C": APART / 2})
    found = looked_again(as_one(said, "A", "B", "C"), embed, most=2)
    assert len(grouped(found)) == 2
    assert looked_again(as_one(said, "A", "B", "C"), embed, most=1) == as_one(said, "A", "B", "C")


@pytest.mark.parametrize(
    ("half", "chance"),
    [("0011", 2 / 6), ("0101", 1.0), ("0110", 4 / 6), ("000111", 2 / 20), ("0001", 2 / 4)],
)
def test_how_likely_so_few_runs_are(half: str, chance: float) -> None:
    assert by_chance(np.array([int(x) for x in half])) == pytest.approx(chance)


def test_nobody_speaks() -> None:
    assert looked_again([], heard([], {})) == []


def test_of_a_long_speech_some_pieces_are_looked_at() -> None:
    said = meeting("A", each_s=60.0, turns=60)
    asked: list[Any] = []
    embed = heard(said, {"A": 1.0})

    def counted(spans: Sequence[tuple[float, float]]) -> Any:
        asked.extend(spans)
        return embed(spans)

    assert looked_again(said, counted) == said
    assert len(asked) <= 60
    assert asked[-1][1] > said[-1][0]


@pytest.fixture(scope="module")
def real(local: Settings, models: None) -> Callable[[Path], Embed]:
    """Vectors of a recording by the packaged voices."""
    from benchmarks.bare import samples_of
    from gpu_consumers.voices import Voices

    voices = Voices(local, Budget(local))

    def of(recording: Path) -> Embed:
        samples = samples_of(recording)
        return lambda spans: voices.embed(
            [samples[int(a * 16_000) : int(b * 16_000)] for a, b in spans]
        )

    return of


def reference(recording: Path) -> list[Turn]:
    rows = [line.split() for line in recording.with_suffix(".rttm").read_text().splitlines()]
    return sorted((float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows)


@pytest.mark.models
def test_alike_voices_of_a_meeting_are_told_apart(real: Callable[[Path], Embed]) -> None:
    path = Path("examples/meetings/mediatheque/mediatheque.opus")
    said = reference(path)
    found = looked_again(as_one(said, "Oumar_Diallo", "Mathieu_Roussel"), real(path))
    assert len(grouped(found)) == len(grouped(said))


@pytest.mark.models
def test_nobody_in_a_meeting_is_divided(real: Callable[[Path], Embed]) -> None:
    path = Path("examples/panel/reunion_panel-citoyen.mp3")
    said = reference(path)
    assert looked_again(said, real(path)) == said
