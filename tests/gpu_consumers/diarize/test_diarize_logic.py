"""Which frames are embedded, and how often."""

import numpy as np

from gpu_consumers.diarize.logic import Scores, clean_masks, embeddings, pieces

FRAMES = 100  # ten a second over windows of 10 s


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


def scores_of(*turns: tuple[int, float, float], windows: int) -> Scores:
    """Windows a second apart over turns of (speaker, start, end) in seconds."""
    at = np.arange(windows)[:, None] + np.arange(FRAMES)[None] / 10
    scores = np.zeros((windows, FRAMES, 3), np.float32)
    for speaker, start, end in turns:
        scores[..., speaker] += (at >= start - 1e-6) & (at < end - 1e-6)
    return scores


def test_speech_seen_by_many_windows_is_embedded_once() -> None:
    found = pieces(scores_of((0, 4, 7), windows=4), 1.0, 10.0, 0.4)
    assert len(found.used) == 4
    assert sum(len(frames) for frames in found.frames) == 30


def test_a_long_turn_is_embedded_about_once() -> None:
    found = pieces(scores_of((0, 0, 40), windows=31), 1.0, 10.0, 0.4)
    embedded = sum(len(frames) for frames in found.frames)
    assert embedded < 2 * 400
    assert sum(n for used in found.used.values() for _, n in used) == 31 * FRAMES


def test_speakers_are_kept_apart() -> None:
    found = pieces(scores_of((0, 0, 5), (1, 5, 10), windows=1), 1.0, 10.0, 0.4)
    of_first, of_second = ({piece for piece, _ in found.used[0, s]} for s in (0, 1))
    assert not of_first & of_second


def test_too_little_speech_has_no_embedding() -> None:
    found = pieces(scores_of((0, 2, 2.3), windows=1), 1.0, 10.0, 0.4)
    assert found.frames == []
    result = embeddings(found, np.zeros((0, 4), np.float32), 1, 3)
    assert np.isnan(result).all()


def test_a_speakers_vector_is_the_mean_of_the_pieces_by_length() -> None:
    found = pieces(scores_of((0, 0, 4), windows=1), 1.0, 10.0, 0.4)
    assert [len(frames) for frames in found.frames] == [30, 10]
    result = embeddings(found, np.array([[2, 0], [0, 5]], np.float32), 1, 3)
    assert result[0, 0].tolist() == [0.75, 0.25]
    assert np.isnan(result[0, 1:]).all()


def test_before_a_plda_the_vectors_keep_their_size() -> None:
    found = pieces(scores_of((0, 0, 4), windows=1), 1.0, 10.0, 0.4)
    result = embeddings(found, np.array([[2, 0], [0, 5]], np.float32), 1, 3, unit=False)
    assert result[0, 0].tolist() == [1.5, 1.25]
