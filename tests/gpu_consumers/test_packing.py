"""Packing speech into pieces."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_consumers.packing import PIECE_S, pieces, tasks_at_once


def test_pieces_pack_neighbours() -> None:
    assert pieces([(0, 10), (11, 20), (21, 30), (60, 61)]) == [(0, 20), (21, 30), (60, 61)]


def test_a_long_pause_is_in_no_piece() -> None:
    assert pieces([(0, 1), (7, 8), (14.1, 15)]) == [(0, 8), (14.1, 15)]
    assert pieces([(0, 20), (49, 70), (101, 110)], 120.0) == [(0, 70), (101, 110)]


@given(st.lists(st.tuples(st.floats(0.01, 9), st.floats(0.1, 28)), max_size=40))
def test_pieces_are_short_and_hold_all(gaps: list[tuple[float, float]]) -> None:
    at, speech = 0.0, []
    for silence, length in gaps:
        speech.append((at + silence, at + silence + length))
        at = speech[-1][1]
    packed = pieces(speech)
    assert all(b - a <= PIECE_S + 1e-6 or (a, b) in speech for a, b in packed)
    silent = [(b, c) for (_, b), (c, _) in pairwise(speech) if c - b > PIECE_S / 4]
    assert not any(a <= b and c <= d for b, c in silent for a, d in packed)
    assert all(any(a <= s[0] and s[1] <= b for a, b in packed) for s in speech)


@pytest.mark.parametrize(
    ("most_pieces", "slice_s", "tasks"),
    [(8, 120.0, 1), (10, 120.0, 2), (32, 120.0, 6), (32, 130.0, 5), (4, 120.0, 1), (8, 4.0, 8)],
)
def test_as_many_tasks_as_fill_a_batch_are_taken_and_one_at_least(
    most_pieces: int, slice_s: float, tasks: int
) -> None:
    assert tasks_at_once(most_pieces, slice_s) == tasks
