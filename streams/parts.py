"""A transcript's segments in parts, each of which is an event."""

from collections.abc import Sequence

from schemas.events import Segment


def in_parts(items: Sequence[Segment], most_words: int = 2500) -> list[list[Segment]]:
    """Segments in parts whose events stay well under 256 KB; at least one, perhaps empty."""
    result: list[list[Segment]] = [[]]
    words = 0
    for item in items:
        if result[-1] and words + len(item.words) > most_words:
            result.append([])
            words = 0
        result[-1].append(item)
        words += len(item.words)
    return result
