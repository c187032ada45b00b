"""From what overlapping windows say to turns: pure.

The reconstruction of pyannote's `SpeakerDiarization`, which holds every window at once, as floats,
for each speaker of the recording. Here windows are added up as they come.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gpu_consumers.turns import Turn

Scores = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.uint16]
BLOCK = 1 << 16


@dataclass(frozen=True)
class Grid:
    """How windows lie in a recording, and frames in them; times in seconds."""

    per_window: int
    window_s: float
    step_s: float
    frame_s: float
    frame_step_s: float

    def frames(self, windows: int) -> int:
        """Of so many windows together."""
        return self.nearest((windows - 1) * self.step_s + self.window_s) + 1

    def first(self, window: int) -> int:
        """The frame with which a window begins."""
        return self.nearest(window * self.step_s)

    def nearest(self, start_s: float) -> int:
        """The frame that begins at a time, or nearest to it."""
        return int(np.rint(start_s / self.frame_step_s))

    def middles(self, frames: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """The times at which frames count."""
        return np.asarray(frames * self.frame_step_s + 0.5 * self.frame_s, np.float64)


class Sums:
    """Sums over the windows that cover a frame, (frames, columns)."""

    def __init__(self, grid: Grid, windows: int, columns: int) -> None:
        self._grid = grid
        self._windows = windows
        self.columns = columns
        self._sums = np.zeros((grid.frames(windows), columns), np.uint16)

    def add(self, first: int, values: npt.NDArray[np.unsignedinteger]) -> None:
        """Add (windows, frames, columns), of which the first window has that number."""
        for window, value in enumerate(values, first):
            at = self._grid.first(window)
            self._sums[at : at + self._grid.per_window] += value

    def mean(self) -> Counts:
        """The first column over the number of windows, rounded, (frames,)."""
        covering = np.zeros(len(self._sums), np.uint16)
        for window in range(self._windows):
            at = self._grid.first(window)
            covering[at : at + self._grid.per_window] += 1
        return np.rint(self._sums[:, 0] / np.maximum(covering, 1)).astype(np.uint16)

    def turns(self, speaking: Counts) -> list[Turn]:
        """In each frame as many columns speak as (frames,) says, those with the highest sums.

        Where more speak than there are columns, further ones are made up.
        """
        active = _highest(self._sums, speaking)
        return [turn for n, column in enumerate(active) for turn in self._runs(column, n)]

    def _runs(self, active: npt.NDArray[np.bool_], number: int) -> list[Turn]:
        borders = np.flatnonzero(np.diff(active, prepend=False, append=False))
        # What goes on to the end ends with the last frame.
        times = self._grid.middles(np.minimum(borders, len(active) - 1)).tolist()
        name = f"SPEAKER_{number:02}"
        runs = zip(times[::2], times[1::2], strict=True)
        return [(start, end, name) for start, end in runs if end > start]


def of_clusters(scores: Scores, clusters: npt.NDArray[np.intp], count: int) -> Scores:
    """(windows, frames, speakers) of 0 and 1 as (windows, frames, clusters).

    `clusters` are (windows, speakers); two speakers of a window may be of one, and those under 0
    are nobody's.
    """
    found = np.zeros((*scores.shape[:2], count), np.uint8)
    for of_window, given, numbers in zip(found, scores, clusters, strict=True):
        for speaker, cluster in enumerate(numbers):
            if cluster < 0:
                continue
            of_window[:, cluster] |= given[:, speaker]
    return found


def _highest(sums: Counts, count: Counts) -> npt.NDArray[np.bool_]:
    """(columns, frames): the highest `count` of each frame's columns; of equal ones the first."""
    columns = max(sums.shape[1], int(count.max()))
    found = np.zeros((columns, len(sums)), np.bool_)
    for at in range(0, len(sums), BLOCK):
        few = sums[at : at + BLOCK].astype(np.int32)
        few = np.pad(few, ((0, 0), (0, columns - few.shape[1])))
        order = np.argsort(-few, axis=1, kind="stable")
        chosen = np.arange(columns) < count[at : at + BLOCK, None]
        highest = np.zeros(few.shape, np.bool_)
        np.put_along_axis(highest, order, chosen, axis=1)
        found[:, at : at + BLOCK] = highest.T
    return found
