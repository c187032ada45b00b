"""Finding the turns around a time without looking at all of a long meeting's. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

Turn = tuple[float, float, str]


class Turns:
    """Turns (start, end, speaker; seconds) in order of start."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._turns = sorted(turns)
        self._starts = [start for start, _, _ in self._turns]
        self._longest = max((end - start for start, end, _ in self._turns), default=0.0)
        # Of the turns up to each one, the one that ends last.
        self._latest = list(accumulate(self._turns, _later))

    def across(self, start: float, end: float) -> list[Turn]:
        """Those that have time in common with a span."""
        first = bisect_left(self._starts, start - self._longest)
        beyond = bisect_left(self._starts, end)
        return [turn for turn in self._turns[first:beyond] if turn[1] > start]

    def nearest(self, at: float) -> Turn:
        """The one at a time, or with the least distance to it; of two the earlier.

        Raises `IndexError` when there is no turn at all.
        """
        following = bisect_left(self._starts, at)
        before = self._latest[max(following - 1, 0)]
        after = self._turns[min(following, len(self._turns) - 1)]
        return before if _away(before, at) <= _away(after, at) else after


def _later(one: Turn, other: Turn) -> Turn:
    return one if one[1] >= other[1] else other


def _away(turn: Turn, at: float) -> float:
    return max(turn[0] - at, at - turn[1], 0.0)
