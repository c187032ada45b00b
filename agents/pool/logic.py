"""Pooling: a speaker's segments to one vector."""

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


def pooled(vectors: Vector, speakers: list[str]) -> dict[str, Vector]:
    """Mean of each speaker's rows of (segments, numbers), L2-normalised, in order of speech."""
    result: dict[str, Vector] = {}
    for speaker in dict.fromkeys(speakers):
        rows = vectors[[s == speaker for s in speakers]]
        mean = rows.mean(axis=0)
        length = float(np.linalg.norm(mean))
        result[speaker] = (mean / length if length else mean).astype(np.float32)
    return result
