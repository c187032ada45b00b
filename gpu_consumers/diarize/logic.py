"""Which speech of a window's speakers is embedded, and how the vectors come together.

The library embeds each speaker of each window anew, although windows that lie a second apart
share nearly all of their speech. Here the speech is cut where a fixed grid over the slice cuts
it, and pieces that are nearly the same in several windows are embedded once.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Frames = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]

# Chosen together on the clips in examples/ (docs/adr/0004): the error is no higher than with
# whole windows, for a third of the work.
GRID_S = 3.0
ALIKE = 0.6
SHORTEST_PIECE_S = 0.7


def clean_masks(scores: Scores, least_frames: int) -> list[Mask]:
    """For each speaker of a window the frames to embed, from (frames, speakers) of 0 and 1.

    Frames in which somebody else speaks are left out, unless too few remain: the rule of
    pyannote's `SpeakerDiarization.get_embeddings`.
    """
    active = scores > 0.5
    alone = active & (active.sum(axis=1, keepdims=True) < 2)
    masks = []
    for speaker in range(active.shape[1]):
        enough = alone[:, speaker].sum() > least_frames
        masks.append(alone[:, speaker] if enough else active[:, speaker])
    return masks


@dataclass
class Pieces:
    """Speech to be embedded, in frames from the slice's start, and who it belongs to."""

    frames: list[Frames] = field(default_factory=list)
    used: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    """(window, speaker): (piece, frames of the speaker's that it stands for)."""


def pieces(scores: Scores, step_s: float, window_s: float, shortest_s: float) -> Pieces:
    """What to embed for (windows, frames, speakers) of 0 and 1.

    A speaker with less than `shortest_s` in a window has no pieces there.
    """
    rate = scores.shape[1] / window_s
    result = Pieces()
    by_cell: dict[int, list[int]] = {}
    for window, of_window in enumerate(scores):
        offset = round(window * step_s * rate)
        for speaker, mask in enumerate(clean_masks(of_window, int(np.ceil(shortest_s * rate)))):
            if mask.sum() < shortest_s * rate:
                continue
            parts = _cut(offset + np.flatnonzero(mask), rate)
            result.used[window, speaker] = [
                (_known_or_new(result, by_cell, part, rate), len(part)) for part in parts
            ]
    return result


def spans(found: Pieces, rate: float) -> npt.NDArray[np.float64]:
    """(pieces, 2): from when to when each is, in seconds from the slice's start."""
    ends = [(frames[0], frames[-1] + 1) for frames in found.frames]
    return np.array(ends, float).reshape(-1, 2) / rate


def _cut(frames: Frames, rate: float) -> list[Frames]:
    """At the grid's lines; what is short stays with its neighbour."""
    cells = (frames / (GRID_S * rate)).astype(int)
    parts: list[Frames] = []
    for cell in np.unique(cells):
        part = frames[cells == cell]
        if parts and min(len(part), len(parts[-1])) < SHORTEST_PIECE_S * rate:
            parts[-1] = np.concatenate([parts[-1], part])
        else:
            parts.append(part)
    return parts


def _known_or_new(result: Pieces, by_cell: dict[int, list[int]], part: Frames, rate: float) -> int:
    cell = int(part[0] / (GRID_S * rate))
    near = [n for c in (cell - 1, cell, cell + 1) for n in by_cell.get(c, [])]
    alike = {number: _overlap(part, result.frames[number]) for number in near}
    best = max(alike, key=lambda number: alike[number], default=None)
    if best is not None and alike[best] >= ALIKE:
        return best
    result.frames.append(part)
    by_cell.setdefault(cell, []).append(len(result.frames) - 1)
    return len(result.frames) - 1


def _overlap(one: Frames, other: Frames) -> float:
    """Frames in both over frames in either."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def embeddings(
    found: Pieces,
    vectors: npt.NDArray[np.float32],
    windows: int,
    speakers: int,
    *,
    unit: bool = True,
) -> npt.NDArray[np.float32]:
    """(windows, speakers, n) from the pieces' (pieces, n): means of unit vectors by length.

    NaN where a speaker has no piece with a vector, as the library has it. Not of `unit` vectors but
    of vectors as they are where a PLDA follows, which takes off a mean that has their size.
    """
    result = np.full((windows, speakers, vectors.shape[1]), np.nan, np.float32)
    sized = vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if unit else vectors
    for place, used in found.used.items():
        known = [
            (sized[piece], weight) for piece, weight in used if np.isfinite(sized[piece]).all()
        ]
        if known:
            rows, weights = zip(*known, strict=True)
            result[place] = np.average(rows, axis=0, weights=weights)
    return result
