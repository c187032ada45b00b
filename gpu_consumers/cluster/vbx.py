"""Which voices are one person's, by variational Bayes over PLDA features.

Landini et al., 2022, doi:10.1016/j.csl.2021.101254, as pyannote's `VBxClustering` has it: clusters
of an agglomerative start are refined, some die out, and of a window no two speakers are of one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import fastcluster
import numpy as np
import numpy.typing as npt
from pyannote.audio.utils.vbx import cluster_vbx
from scipy.cluster.hierarchy import fcluster
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans

from gpu_consumers.cluster.clusters import Clusters, Vectors, bounds, nearest, spread

Array = npt.NDArray[np.float64]
NOBODYS = -2
DEAD = 1e-7
ITERATIONS = 20


@dataclass(frozen=True)
class VBx:
    """`features` are (vectors, n) of a PLDA whose between-class variances are `variances`, (n,).

    `threshold` is where the agglomerative start ends, `fa` and `fb` are the paper's factors. More
    than `most` vectors are thinned out as in `clusters.Rule`.
    """

    features: Callable[[Vectors], Array]
    variances: Array
    threshold: float
    fa: float
    fb: float
    most: int

    def assigned(
        self,
        vectors: Vectors,
        sound: npt.NDArray[np.bool_],
        windows: npt.NDArray[np.intp],
        **speakers: int | None,
    ) -> Clusters:
        """As `clusters.assigned`; `windows` say which vectors are of one window, in order.

        Where a window has more speakers than there are clusters, some are nobody's, under 0.
        """
        known = spread(vectors[sound], self.most)
        fewest, most = bounds(len(known), **speakers)
        if len(known) < 2:
            return np.zeros(len(vectors), np.intp)
        unit = known / np.linalg.norm(known, axis=1, keepdims=True)
        centroids = self._centroids(known, unit)
        wanted = min(max(len(centroids), fewest), most)
        if wanted == len(centroids):
            return _apart(vectors, windows, centroids)
        found = KMeans(n_clusters=wanted, n_init=3, random_state=42).fit_predict(unit)
        means = [known[found == k].mean(axis=0) for k in range(wanted)]
        return nearest(vectors, np.stack(means))

    def _centroids(self, known: Vectors, unit: Vectors) -> Array:
        """Of the clusters that live on, (clusters, numbers)."""
        dendrogram = fastcluster.linkage_vector(unit, method="centroid")
        begun = fcluster(dendrogram, self.threshold, criterion="distance")
        _, begun = np.unique(begun, return_inverse=True)
        shares, prior = cluster_vbx(
            begun, self.features(known), self.variances, Fa=self.fa, Fb=self.fb, maxIters=ITERATIONS
        )
        alive = shares[:, prior > DEAD]
        centroids: Array = alive.T @ known / alive.sum(axis=0)[:, None]
        return centroids


def _apart(vectors: Vectors, windows: npt.NDArray[np.intp], centroids: Array) -> Clusters:
    """The nearest clusters by cosine, such that the vectors of one window have different ones."""
    distances = cdist(vectors, centroids, "cosine")
    found = np.full(len(vectors), NOBODYS, np.intp)
    for rows in np.split(np.arange(len(vectors)), np.flatnonzero(np.diff(windows)) + 1):
        taken, clusters = linear_sum_assignment(distances[rows])
        found[rows[taken]] = clusters
    return found
