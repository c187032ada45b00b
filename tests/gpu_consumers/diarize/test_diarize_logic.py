"""Which frames are embedded."""

import numpy as np

from gpu_consumers.diarize.logic import clean_masks


def test_overlap_is_left_out() -> None:
    scores = np.zeros((10, 3), np.float32)
    scores[:6, 0] = 1
    scores[4:, 1] = 1
    first, second, third = clean_masks(scores, 2)
    assert first.tolist() == [True] * 4 + [False] * 6
    assert second.tolist() == [False] * 6 + [True] * 4
    assert not third.any()


def test_overlap_stays_when_little_else_is_left() -> None:
    scores = np.zeros((10, 2), np.float32)
    scores[:, 0] = 1
    scores[1:, 1] = 1
    first, second = clean_masks(scores, 2)
    assert first.all()
    assert second.sum() == 9
