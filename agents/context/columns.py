"""Two columns of a page, told apart in its laid-out text so that each is read by itself. Pure."""

import re
from itertools import groupby

WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
LEAST_LINES = 5
MOST_ACROSS = 0.2


def unfolded(page: str) -> str:
    """The page with its left column before its right one; as it was, where there is only one.

    Lines that run across both, such as a title, stay between what is above and what is below.
    """
    lines = page.split("\n")
    begins = _second_column(lines)
    if begins is None:
        return page
    result: list[str] = []
    for across, group in groupby(lines, key=lambda line: _runs_across(line, begins)):
        block = list(group)
        if across:
            result += block
        else:
            result += [left for line in block if (left := line[:begins].rstrip())]
            result += [right for line in block if (right := line[begins:].strip())]
    return "\n".join(result)


def _second_column(lines: list[str]) -> int | None:
    """Where most lines go on after a wide gap, if hardly any line runs across that place."""
    places: dict[int, int] = {}
    for line in lines:
        for gap in WIDE.finditer(line):
            places[gap.end()] = places.get(gap.end(), 0) + 1
    best = max(places, key=places.__getitem__, default=0)
    if places.get(best, 0) < LEAST_LINES:
        return None
    long = [line for line in lines if len(line) > best]
    across = sum(_runs_across(line, best) for line in long)
    return best if across <= MOST_ACROSS * len(long) else None


def _runs_across(line: str, place: int) -> bool:
    return bool(line[place - 2 : place].strip())
