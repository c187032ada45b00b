"""Mean pooling."""

import numpy as np

from agents.pool.logic import pooled


def test_each_speaker_gets_the_mean_of_his_segments_with_length_one() -> None:
    vectors = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    result = pooled(vectors, ["A", "B", "A"])
    np.testing.assert_allclose(result["A"], [2**-0.5, 2**-0.5], rtol=1e-6)
    np.testing.assert_allclose(result["B"], [0, 1])
    assert list(result) == ["A", "B"]
