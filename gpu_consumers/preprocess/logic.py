"""Cutting a recording into tasks while it is still being decoded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.packing import Span, pieces

WINDOW_S = 10.0


def text_slices(speech: Sequence[Span], longest_s: float) -> list[Span]:
    """Slices of whole pieces for the recogniser: the first of one, the others of what fits.

    So the text does not depend on where slices end, and a reader soon sees some. One stretch of
    speech is never cut: the detector keeps each short enough for a piece.
    """
    packed = pieces(speech)
    return packed[:1] + pieces(packed[1:], longest_s)


def window_count(duration: float, window_s: float, step_s: float) -> int:
    """Windows over a recording: whole ones, and one padded for what is left at the end."""
    # In samples, as pyannote's `Inference.slide` counts: one sample left over makes a window.
    samples, window, step = (round(s * SAMPLE_RATE) for s in (duration, window_s, step_s))
    if samples < window:
        return 1
    return math.ceil((samples - window) / step) + 1


def window_slices(count: int, per_slice: int) -> list[tuple[int, int]]:
    """(first, last) windows of each slice, inclusive."""
    return [(i, min(i + per_slice, count) - 1) for i in range(0, count, per_slice)]


def unread(places: int, breaks_off: float | None) -> str:
    """What readers are told of a damaged file: the places that could not be read, and where in
    seconds it breaks off, if it does."""
    told = []
    if places:
        count = f"{places} places" if places > 1 else "a place"
        told.append(f"the file is damaged: what is said at {count} in it could not be read")
    if breaks_off is not None:
        told.append(f"the file breaks off: only its first {breaks_off:.0f} s could be read")
    return "; ".join(told)


@dataclass
class Cut:
    """The slices of what is known of a recording: all but the last stay as they are.

    `complete` once the recording is known to its end, so that the last ones stay too.
    """

    longest_s: float
    step_s: float
    per_slice: int
    duration: float = 0.0
    speech: list[Span] = field(default_factory=list)
    complete: bool = False
    _texts: int = 0
    _windows: int = 0

    @property
    def text_slices(self) -> list[Span]:
        """Spans in seconds."""
        return text_slices(self.speech, self.longest_s)

    @property
    def window_slices(self) -> list[tuple[int, int]]:
        """(first, last) windows, inclusive; none where there is no speech."""
        count = window_count(self.duration, WINDOW_S, self.step_s)
        return window_slices(count, self.per_slice) if self.speech else []

    def new_texts(self) -> range:
        """Numbers of the text slices that can be worked on and were not given before."""
        new = range(self._texts, self._ready(len(self.text_slices)))
        self._texts = max(new.stop, self._texts)
        return new

    def new_windows(self) -> range:
        """Likewise of the window slices."""
        new = range(self._windows, self._ready(len(self.window_slices)))
        self._windows = max(new.stop, self._windows)
        return new

    def _ready(self, count: int) -> int:
        return count if self.complete else max(count - 1, 0)
