"""A transcript's segments in parts, each of which is an event."""

from collections.abc import Sequence

from schemas.events import Segment


def in_parts(items: Sequence[Segment], most_words: int = 2500) -> list[list[Segment]]:
    """Segments in parts whose events stay well under 256 KB; at least one, perhaps empty."""
    result: list[list[Segment]] = [[]]
    words = 0
    for item in items:
        more = max(len(item.words), len(item.text.split()))  # segments may come without words
        if result[-1] and words + more > most_words:
            result.append([])
            words = 0
        result[-1].append(item)
        words += more
    return result
