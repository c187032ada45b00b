"""Mean pooling."""

import numpy as np

from agents.pool.logic import apart, pooled


def test_each_speaker_gets_the_mean_of_his_segments_with_length_one() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    result = pooled(vectors, ["A", "B", "A"])
    np.testing.assert_allclose(result["A"], [2**-0.5, 2**-0.5], rtol=1e-6)
    np.testing.assert_allclose(result["B"], [0, 1])
    assert list(result) == ["A", "B"]


def test_weights_move_the_mean() -> None:
    vectors = np.array([[1, 0], [0, 1]], np.float32)
    result = pooled(vectors, ["A", "A"], [3.0, 1.0])
    np.testing.assert_allclose(result["A"], np.array([3, 1]) / 10**0.5, rtol=1e-6)


def test_what_all_speakers_share_is_taken_away() -> None:
    shared = np.array([5.0, 0, 0, 0], np.float32)
    own = np.eye(4, dtype=np.float32)[1:]
    result = apart({f"S{i}": shared + one for i, one in enumerate(own)})
    for i, one in enumerate(own):
        assert int(np.argmax(own @ result[f"S{i}"])) == i
        assert abs(float(np.linalg.norm(result[f"S{i}"])) - 1) < 1e-6
        assert abs(float(result[f"S{i}"][0])) < 1e-6
        assert float(result[f"S{i}"] @ one) > 0.8


def test_one_or_two_speakers_stay_as_they_are() -> None:
    vectors = {"A": np.array([1, 0], np.float32), "B": np.array([0, 1], np.float32)}
    assert apart(vectors) == vectors
