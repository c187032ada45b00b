"""Cutting a recording into tasks."""

import math

from gpu_consumers.layout import SAMPLE_RATE

Span = tuple[float, float]


def text_slices(speech: list[Span], longest_s: float) -> list[Span]:
    """Slices of at most about `longest_s` that end where nobody speaks.

    One stretch of speech is never cut: the detector keeps each under half a minute.
    """
    slices: list[Span] = []
    for start, end in speech:
        if slices and end - slices[-1][0] <= longest_s:
            slices[-1] = (slices[-1][0], end)
        else:
            slices.append((start, end))
    return slices


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
