"""Packing speech into what the recogniser takes at a time: pure."""

import math
from collections.abc import Sequence

# Start and end, in seconds.
Span = tuple[float, float]
# A fifth shorter than the model's window: its base size loses text when the window is full.
PIECE_S = 24.0
# Of a piece: over a longer pause with noise in it the recogniser makes up text.
LONGEST_PAUSE = 1 / 4


def pieces(speech: Sequence[Span], longest_s: float = PIECE_S) -> list[Span]:
    """Neighbouring speech packed into pieces of at most `longest_s`, without a long pause.

    When more speech comes, all pieces but the last stay as they are.
    """
    packed: list[Span] = []
    for start, end in speech:
        first, last = packed[-1] if packed else (-math.inf, -math.inf)
        if end - first <= longest_s and start - last <= longest_s * LONGEST_PAUSE:
            packed[-1] = (first, end)
        else:
            packed.append((start, end))
    return packed


def tasks_at_once(most_pieces: int, slice_s: float) -> int:
    """How many tasks of up to `slice_s` seconds fill a batch of pieces; one at least."""
    return max(1, most_pieces // math.ceil(slice_s / PIECE_S))
