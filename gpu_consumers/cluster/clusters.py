"""Which voices are one person's: agglomerative clustering by centroids, in little memory: pure.

What pyannote's `AgglomerativeClustering` does. That one holds the distances of all pairs, twice;
fastcluster (Müllner, 2013, doi:10.18637/jss.v053.i09) finds the same dendrogram without them.
"""

from dataclasses import dataclass

import fastcluster
import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster
from scipy.spatial.distance import cdist

Vectors = npt.NDArray[np.float32]
Clusters = npt.NDArray[np.intp]
BLOCK = 4096


@dataclass(frozen=True)
class Rule:
    """When clusters are one: centroids of unit vectors nearer than `threshold`.

    Clusters of fewer than `least` vectors join the nearest of the others. Time grows with the
    square of the vectors: of more than `most`, so many make the clusters, spread evenly over the
    recording, and `least` shrinks with their share.
    """

    threshold: float
    least: int
    most: int


def assigned(
    vectors: Vectors, sound: npt.NDArray[np.bool_], rule: Rule, **speakers: int | None
) -> Clusters:
    """The cluster of each of (vectors, numbers), in order of time, numbered from 0.

    Those that are `sound` make the clusters; each of all then goes to the nearest by cosine.
    `speakers` may give num_speakers, min_speakers and max_speakers.
    """
    known, least = _chosen(vectors[sound], rule)
    fewest, most = bounds(len(known), **speakers)
    if most < 2:
        return np.zeros(len(vectors), np.intp)
    clusters = _clustered(known, rule.threshold, least, fewest, most)
    return nearest(vectors, _centroids(known, clusters))


def nearest(vectors: Vectors, centroids: npt.NDArray[np.floating]) -> Clusters:
    """The nearest centroid of each vector by cosine."""
    return np.concatenate(
        [
            cdist(vectors[at : at + BLOCK], centroids, "cosine").argmin(axis=1)
            for at in range(0, len(vectors), BLOCK)
        ]
    )


def spread(vectors: Vectors, most: int) -> Vectors:
    """So many of the vectors at most, spread evenly."""
    if len(vectors) <= most:
        return vectors
    return vectors[np.linspace(0, len(vectors) - 1, most).round().astype(np.intp)]


def _chosen(vectors: Vectors, rule: Rule) -> tuple[Vectors, int]:
    """The vectors that make the clusters, and how many make a cluster that stands."""
    least = rule.least
    if len(vectors) > rule.most:
        least = max(2, round(least * rule.most / len(vectors)))
        vectors = spread(vectors, rule.most)
    # Of a few vectors not many can be asked.
    return vectors, min(least, max(1, round(0.1 * len(vectors))))


def bounds(
    count: int,
    num_speakers: int | None = None,
    min_speakers: int | None = None,
    max_speakers: int | None = None,
) -> tuple[int, int]:
    """Fewest and most clusters of so many vectors."""
    fewest = min(count, num_speakers or min_speakers or 1)
    most = min(count, num_speakers or max_speakers or count)
    return max(1, fewest), max(1, most)


def _clustered(known: Vectors, threshold: float, least: int, fewest: int, most: int) -> Clusters:
    unit = known / np.linalg.norm(known, axis=1, keepdims=True)
    dendrogram = fastcluster.linkage_vector(unit, method="centroid")
    clusters = fcluster(dendrogram, threshold, criterion="distance")
    large = _large(clusters, least)
    wanted = min(max(len(large), fewest), most)
    if len(large) != wanted:
        clusters = _cut(dendrogram, threshold, least, wanted)
        large = _large(clusters, least)
    return _joined(unit, clusters, large)


def _large(clusters: Clusters, least: int) -> Clusters:
    numbers, counts = np.unique(clusters, return_counts=True)
    found: Clusters = numbers[counts >= least]
    return found


def _cut(
    dendrogram: npt.NDArray[np.float64], threshold: float, least: int, wanted: int
) -> Clusters:
    """Clusters by the cut with as many large ones as wanted, or nearly, nearest the threshold."""
    vectors = len(dendrogram) + 1
    large = np.concatenate([np.ones(vectors), dendrogram[:, 3]]) >= least
    children = large[dendrogram[:, :2].astype(np.intp)].sum(axis=1)
    counts = large[:vectors].sum() + np.cumsum(large[vectors:] - children)
    nearest = np.argsort(np.abs(dendrogram[:, 2] - threshold))
    # Merges that make no large cluster change nothing; the last makes one of all.
    cuts = np.concatenate([[vectors - 2], nearest[large[vectors:][nearest]]])
    best = cuts[np.argmin(np.abs(counts[cuts] - wanted))]
    by_merge = dendrogram.copy()
    by_merge[:, 2] = np.arange(vectors - 1)
    found: Clusters = fcluster(by_merge, best, criterion="distance")
    return found


def _joined(unit: Vectors, clusters: Clusters, large: Clusters) -> Clusters:
    """Numbered from 0, those of small clusters with the large one nearest to theirs."""
    if not len(large):
        return np.zeros(len(unit), np.intp)
    _, numbers = np.unique(clusters, return_inverse=True)
    centroids = _centroids(unit, numbers)
    known = np.unique(clusters)
    home = cdist(centroids, centroids[np.searchsorted(known, large)], "cosine").argmin(axis=1)
    home[np.searchsorted(known, large)] = np.arange(len(large))
    joined: Clusters = home[numbers]
    return joined


def _centroids(vectors: Vectors, clusters: Clusters) -> Vectors:
    return np.stack([vectors[clusters == k].mean(axis=0) for k in range(clusters.max() + 1)])
