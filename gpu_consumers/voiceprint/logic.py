"""Pooling a speaker's embeddings into a voiceprint."""

import itertools

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


def voiceprint(vectors: list[Vector], weights: list[float]) -> Vector | None:
    """The weighted mean of unit vectors, of length 1; None when there is nothing to pool."""
    usable = [(v, w) for v, w in zip(vectors, weights, strict=True) if np.isfinite(v).all()]
    if not usable:
        return None
    mean = sum((v / np.linalg.norm(v) * w for v, w in usable), np.zeros_like(usable[0][0]))
    length = np.linalg.norm(mean)
    return None if length == 0 else (mean / length).astype(np.float32)


def pieces(start: float, end: float, longest_s: float = 10.0) -> list[tuple[float, float]]:
    """A stretch in pieces of at most `longest_s`."""
    count = max(1, int(np.ceil((end - start) / longest_s)))
    edges = np.linspace(start, end, count + 1)
    return [(float(a), float(b)) for a, b in itertools.pairwise(edges)]
