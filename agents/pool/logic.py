"""Pooling: a speaker's segments to one vector."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
LEAST_APART = 3


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
        result[speaker] = unit(mean)
    return result


def apart(vectors: Mapping[str, Vector]) -> dict[str, Vector]:
    """The speakers' vectors less what all of them share, with length one; as they are for one or
    two speakers.

    People in one meeting speak of one subject, so their vectors lie near each other and nearest to
    the same document. Taking the mean away leaves what is each one's own (Mu and Viswanath, 2018,
    arXiv:1702.01417).
    """
    if len(vectors) < LEAST_APART:
        return dict(vectors)
    mean = np.mean(list(vectors.values()), axis=0)
    return {speaker: unit(vector - mean) for speaker, vector in vectors.items()}


def unit(vectors: Any) -> Vector:
    """Vectors, (…, numbers), each with length one; one without any length stays as it is."""
    given = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(given, axis=-1, keepdims=True)
    return (given / np.where(lengths > 0, lengths, 1)).astype(np.float32)
