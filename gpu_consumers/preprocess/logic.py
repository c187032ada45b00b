"""Cutting a recording into tasks."""

import math

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
    whole = math.floor((duration - window_s) / step_s + 1e-9) + 1 if duration >= window_s else 0
    covered = (whole - 1) * step_s + window_s if whole else 0.0
    return whole + (1 if duration - covered > 1e-3 else 0)


def window_slices(count: int, per_slice: int) -> list[tuple[int, int]]:
    """(first, last) windows of each slice, inclusive."""
    return [(i, min(i + per_slice, count) - 1) for i in range(0, count, per_slice)]
