"""The global half of diarization, over windows computed elsewhere.

pyannote's `SpeakerDiarization` from its clustering on, slice by slice: of a whole recording only
the voices' vectors are held, and some bytes for each frame.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
from pyannote.audio.pipelines.utils import get_model, get_plda

from gpu_consumers.busy import computing
from gpu_consumers.cluster import frames
from gpu_consumers.cluster.clusters import Clusters, Rule, Vectors, assigned
from gpu_consumers.cluster.vbx import VBx
from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.pipeline import Parts, parts
from gpu_consumers.turns import Turn
from streams.settings import Settings

# Scores (windows, frames, speakers) of 0 and 1 and embeddings (windows, speakers, numbers).
Slice = tuple[frames.Scores, Vectors]
# Whoever speaks alone in so much of a window takes part in making the clusters.
ALONE = 0.2
# Clusters of vectors, of which some are sound, and each is of a window.
Assign = Callable[..., Clusters]


class JoinedDiarization:
    """Turns from a recording's slices."""

    def __init__(self, settings: Settings) -> None:
        made_of = parts(settings)
        model = get_model(made_of.segmentation)
        window_s = float(model.specifications.duration)
        self._grid = frames.Grid(
            per_window=int(model.num_frames(round(window_s * SAMPLE_RATE))),
            window_s=window_s,
            step_s=settings.diarization_step_s,
            frame_s=model.receptive_field.duration,
            frame_step_s=model.receptive_field.step,
        )
        self._assign = _assigning(made_of, settings.diarization_most_voices)

    def turns(
        self, windows: int, slices: Callable[[], Iterator[Slice]], **speakers: int | None
    ) -> list[Turn]:
        """Turns of a recording of so many windows; its slices are gone through twice, in order.

        `speakers` may give num_speakers, min_speakers and max_speakers.
        """
        with computing("clustering"):
            sums, voices = frames.Sums(self._grid, windows, 1), Voices()
            for first, (scores, embeddings) in _numbered(slices()):
                sums.add(first, scores.sum(axis=2, keepdims=True, dtype=np.uint16))
                voices.add(first, scores, embeddings)
            speaking = sums.mean()
            if most := speakers.get("num_speakers") or speakers.get("max_speakers"):
                speaking = np.minimum(speaking, most)
            clusters = voices.clusters(windows, self._assign, **speakers)
            votes = frames.Sums(self._grid, windows, int(clusters.max()) + 1)
            for first, (scores, _) in _numbered(slices()):
                of_windows = clusters[first : first + len(scores)]
                votes.add(first, frames.of_clusters(scores, of_windows, votes.columns))
            return votes.turns(speaking)


class Voices:
    """The vectors of whoever has one, and where: in which window, as which of its speakers."""

    def __init__(self) -> None:
        self._places: list[npt.NDArray[np.intp]] = []
        self._vectors: list[Vectors] = []
        self._sound: list[npt.NDArray[np.bool_]] = []
        self._speakers = 1

    def add(self, first: int, scores: frames.Scores, embeddings: Vectors) -> None:
        """A slice's, from its first window on."""
        self._speakers = scores.shape[2]
        has_vector = np.isfinite(embeddings).all(axis=2)
        places = np.argwhere(has_vector)
        alone = scores & (scores.sum(axis=2, keepdims=True) == 1)
        self._places.append(np.add(places, (first, 0)))
        self._vectors.append(embeddings[has_vector])
        self._sound.append((alone.mean(axis=1) >= ALONE)[has_vector])

    def clusters(self, windows: int, assign: Assign, **speakers: int | None) -> Clusters:
        """(windows, speakers): the cluster of each; without a vector the first, as in pyannote."""
        found = np.zeros((windows, self._speakers), np.intp)
        if self._places:
            vectors, sound = np.concatenate(self._vectors), np.concatenate(self._sound)
            self._vectors.clear()
            places = np.concatenate(self._places)
            found[places[:, 0], places[:, 1]] = assign(vectors, sound, places[:, 0], **speakers)
        return found


def _assigning(made_of: Parts, most: int) -> Assign:
    given = made_of.parameters
    if made_of.clustering == "VBxClustering":
        plda = get_plda(made_of.plda)
        return VBx(plda, plda.phi, given["threshold"], given["Fa"], given["Fb"], most).assigned
    rule = Rule(given["threshold"], given["min_cluster_size"], most)
    return lambda vectors, sound, _, **speakers: assigned(vectors, sound, rule, **speakers)


def _numbered(slices: Iterator[Slice]) -> Iterator[tuple[int, Slice]]:
    """With the number of each slice's first window."""
    first = 0
    for one in slices:
        yield first, one
        first += len(one[0])
