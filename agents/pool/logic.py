"""Pooling: a speaker's segments to one vector."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


def pooled(
    vectors: Vector, speakers: Sequence[str], weights: Sequence[float] | None = None
) -> dict[str, Vector]:
    """Mean of each speaker's rows of (segments, numbers), L2-normalised, in order of speech.

    `weights`, one a segment, are even unless given.
    """
    result: dict[str, Vector] = {}
    even = np.ones(len(speakers)) if weights is None else np.asarray(weights, float)
    for speaker in dict.fromkeys(speakers):
        own = np.array([s == speaker for s in speakers])
        mean = np.average(vectors[own], axis=0, weights=even[own])
        length = float(np.linalg.norm(mean))
        result[speaker] = (mean / length if length else mean).astype(np.float32)
    return result
