"""Pooling embeddings into a voiceprint."""

import numpy as np
import pytest

from gpu_consumers.voiceprint.logic import pieces, voiceprint


def test_mean_is_weighted_and_of_length_one() -> None:
    vectors = [np.array([2.0, 0.0], np.float32), np.array([0.0, 5.0], np.float32)]
    found = voiceprint(vectors, [3.0, 1.0])
    assert found is not None
    assert np.linalg.norm(found) == pytest.approx(1.0)
    assert found[0] / found[1] == pytest.approx(3.0)


def test_nothing_usable_is_no_voiceprint() -> None:
    assert voiceprint([], []) is None
    assert voiceprint([np.full(4, np.nan, np.float32)], [1.0]) is None


def test_pieces_are_even_and_short() -> None:
    found = pieces(5.0, 30.0)
    assert found[0][0] == 5.0
    assert found[-1][1] == 30.0
    assert all(b - a <= 10.0 for a, b in found)
