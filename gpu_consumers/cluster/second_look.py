"""A second look at each speaker that clustering found: is his voice two people's? Pure.

Windows of ten seconds often hold several people, and whoever says little, or sounds like another,
ends up in that one's cluster. Here the pieces that windows are embedded by are looked at one by
one, those that lie in a speaker's clean speech, and divided in two (spherical 2-means: Dhillon &
Modha, 2001, doi:10.1023/A:1007612920971, from Ward's clusters). He becomes two speakers when the
halves are

- `FAR` apart, as no single speaker's are, and change no more often in the course of time than
  chance would have it (the runs test: Wald & Wolfowitz, 1940, doi:10.1214/aoms/1177731909), or
- nearer, but change much less often: the halves of one person's voice change within what he says,
  two people take turns.

The numbers are of the packaged CAM++ voices (docs/adr/0018).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import fastcluster
import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster

from gpu_consumers.cluster.clusters import Clusters, Vectors
from gpu_consumers.cluster.logic import clean_speech
from gpu_consumers.packing import Span
from gpu_consumers.turns import Turn

Chosen = npt.NDArray[np.bool_] | npt.NDArray[np.intp]
SHORTEST_S = 0.8
# So much of a piece lies in a speaker's clean speech, and no more of it in his piece before it.
MOSTLY, AGAIN = 0.8, 0.5
# So much speech, and this share of what is looked at, makes a person; less is a stray.
LEAST_S, LEAST_SHARE = 3.0, 0.1
# Cosines of the means of two halves. One person's were 0.76 at least, and he is one to `SAME` on.
FAR, NEAR, SAME = 0.7, 0.9, 0.8
UNLIKELY, CHANCE = 0.03, 0.001
# Pieces of a speaker that are looked at, spread over the recording.
MOST = 60
LOOKS_EACH = 3


@dataclass(frozen=True)
class Pieces:
    """Pieces of speech in order of time: (pieces, 2) spans in seconds, (pieces, n) vectors."""

    spans: npt.NDArray[np.float64]
    vectors: Vectors

    @classmethod
    def of(cls, spans: npt.NDArray[np.float64], vectors: Vectors) -> "Pieces":
        """Those that have a vector, which is made as long as the others."""
        order = np.argsort(spans.sum(axis=1), kind="stable")
        spans, vectors = spans[order], vectors[order]
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return cls(spans, unit).only(np.isfinite(unit).all(axis=1))

    @property
    def seconds(self) -> npt.NDArray[np.float64]:
        """How long each is."""
        return self.spans[:, 1] - self.spans[:, 0]

    def only(self, chosen: Chosen) -> "Pieces":
        """Those that are chosen."""
        return Pieces(self.spans[chosen], self.vectors[chosen])

    def mean(self) -> Vectors:
        """Of the vectors, by seconds; of length 1."""
        mean = self.seconds @ self.vectors
        unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
        return unit


def looked_again(turns: Sequence[Turn], heard: Pieces, most: int | None = None) -> list[Turn]:
    """The turns with speakers divided who are two, up to `most` speakers; `heard` is everybody's.

    A smaller part that has another speaker's voice joins it.
    """
    found = sorted(turns)
    speech = _speech(found)
    waiting = sorted(speech)
    names = (f"PART_{number}" for number in itertools.count())
    for _ in range(LOOKS_EACH * len(waiting)):
        if not waiting or (most is not None and len({s for *_, s in found}) >= most):
            break
        speaker = waiting.pop(0)
        sample = pieces_of(speech.get(speaker, []), heard, MOST)
        means = two_voices(sample)
        if means is None:
            continue
        part = next(names)
        everything = pieces_of(speech[speaker], heard)
        half = (everything.vectors @ means.T).argmax(axis=1)
        found = _divided(found, speaker, part, everything, half)
        speech = _speech(found)
        little = min((speaker, part), key=lambda one: _seconds(found, one))
        home = _like(speech, little, {speaker, part}, heard)
        if home != little:
            found = [(a, b, home if s == little else s) for a, b, s in found]
            speech = _speech(found)
        again = dict.fromkeys([speaker, part, home])
        waiting = [*(w for w in waiting if w not in again), *again]
    return found


def two_voices(pieces: Pieces) -> Vectors | None:
    """The (2, numbers) means of two people's voices; None where the pieces are one person's."""
    least = max(LEAST_S, LEAST_SHARE * float(pieces.seconds.sum()))
    while len(pieces.spans) >= 4:
        half = _halves(pieces)
        means = np.stack([pieces.only(half == k).mean() for k in (0, 1)])
        cosine = float(means[0] @ means[1])
        seconds = np.bincount(half, pieces.seconds, 2)
        if seconds.min() >= least:
            limit = UNLIKELY if cosine < FAR else CHANCE if cosine < NEAR else 0.0
            return means if by_chance(half) <= limit else None
        if cosine >= SAME:
            return None
        pieces = pieces.only(half == seconds.argmax())  # without strays
    return None


def _halves(pieces: Pieces) -> Clusters:
    tree = fastcluster.linkage_vector(pieces.vectors, method="ward")
    half: Clusters = fcluster(tree, 2, criterion="maxclust") - 1
    for _ in range(20):
        means = np.stack([pieces.only(half == k).mean() for k in (0, 1)])
        nearer = (pieces.vectors @ means.T).argmax(axis=1)
        if len(np.unique(nearer)) < 2 or (nearer == half).all():
            break
        half = nearer
    return half


def by_chance(half: Clusters) -> float:
    """How likely so few runs of equal halves, or fewer, are where halves have no order."""
    one, other = (int(n) for n in np.bincount(half, minlength=2))
    runs = 1 + int((half[1:] != half[:-1]).sum())
    ways = sum(_ways(one, other, number) for number in range(2, runs + 1))
    return ways / comb(one + other, one)


def _ways(one: int, other: int, runs: int) -> int:
    """Orders of so many of two kinds that have so many runs."""
    k, odd = divmod(runs, 2)
    if not odd:
        return 2 * comb(one - 1, k - 1) * comb(other - 1, k - 1)
    first = comb(one - 1, k) * comb(other - 1, k - 1)
    return first + comb(one - 1, k - 1) * comb(other - 1, k)


def _speech(turns: Sequence[Turn]) -> dict[str, list[Span]]:
    return clean_speech(list(turns), shortest_s=SHORTEST_S, most_s=np.inf)


def pieces_of(speech: Sequence[Span], heard: Pieces, most: int | None = None) -> Pieces:
    """The pieces that lie in clean speech; `most` of them, spread evenly."""
    if not speech:
        return heard.only(np.zeros(len(heard.spans), bool))
    edges = np.array(sorted(speech)).ravel()
    said = np.cumsum(np.diff(edges, prepend=edges[0]) * (np.arange(len(edges)) % 2))
    inside = np.diff(np.interp(heard.spans, edges, said), axis=1)[:, 0]
    chosen: list[int] = []
    until = -np.inf
    # Slices share the sound of their windows, and so some pieces.
    for i in np.flatnonzero(inside >= MOSTLY * heard.seconds):
        start, end = heard.spans[i]
        if until - start <= AGAIN * (end - start):
            chosen.append(int(i))
            until = end
    if most is not None and len(chosen) > most:
        chosen = [chosen[i] for i in np.linspace(0, len(chosen) - 1, most).round().astype(int)]
    return heard.only(np.array(chosen, np.intp))


def _divided(
    turns: Sequence[Turn], speaker: str, part: str, pieces: Pieces, half: Clusters
) -> list[Turn]:
    """The speaker's turns cut where pieces of both halves meet; those of the second are the part's.

    A turn without a piece goes with the piece next to it.
    """
    names = (speaker, part)
    middles = pieces.spans.mean(axis=1)
    found: list[Turn] = []
    for start, end, who in turns:
        if who != speaker:
            found.append((start, end, who))
            continue
        first, beyond = (int(i) for i in np.searchsorted(middles, [start, end]))
        if first == beyond:
            near = int(np.abs(middles - (start + end) / 2).argmin())
            found.append((start, end, names[half[near]]))
            continue
        changes = [i for i in range(first, beyond - 1) if half[i] != half[i + 1]]
        cuts = [float(pieces.spans[i, 1] + pieces.spans[i + 1, 0]) / 2 for i in changes]
        whose = [names[half[i]] for i in (first, *(i + 1 for i in changes))]
        edges = itertools.pairwise((start, *cuts, end))
        found += [(a, b, name) for (a, b), name in zip(edges, whose, strict=True)]
    return sorted(found)


def _seconds(turns: Sequence[Turn], speaker: str) -> float:
    return sum(end - start for start, end, who in turns if who == speaker)


def _like(speech: dict[str, list[Span]], part: str, both: set[str], heard: Pieces) -> str:
    """The other speaker whose voice is nearest to a part's, if it is his; else the part itself."""
    own = pieces_of(speech.get(part, []), heard, MOST)
    if not len(own.spans):
        return part
    nearest, cosine = part, SAME
    for other in sorted(set(speech) - both):
        pieces = pieces_of(speech[other], heard, MOST)
        if len(pieces.spans) and (alike := float(own.mean() @ pieces.mean())) >= cosine:
            nearest, cosine = other, alike
    return nearest
