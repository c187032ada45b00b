"""What only spreads the text over a page, taken out of it: blanks and blank lines. Pure."""

import re
from itertools import pairwise

BETWEEN = re.compile(r"(?<=\S) +(?=\S)")
# "A N A   R O Y": so many letters apart, so many of them different, so many to a word.
LEAST_LETTERS, LEAST_DIFFERENT, LEAST_OF_WORD = 6, 4, 3
MARKS = frozenset("-'’&.")
# So many gaps, one as wide as the other, make a line even with those around it.
LEAST_GAPS = 4


def closed(text: str) -> str:
    """The text with words whose letters stand apart, "A N A   R O Y", put together."""
    return "\n".join(map(_closed, text.split("\n")))


def _closed(line: str) -> str:
    pieces = re.split(r"(\s+)", line.strip())
    signs, gaps = pieces[::2], [len(gap.expandtabs(4)) for gap in pieces[1::2]]
    letters = [sign for sign in signs if sign.isalpha()]
    spread = (
        len(letters) >= LEAST_LETTERS
        and len({*letters}) >= LEAST_DIFFERENT
        and letters != sorted(letters)
        and all(len(sign) == 1 and (sign.isalpha() or sign in MARKS) for sign in signs)
    )
    if not spread:
        return line
    for wide in sorted({*gaps} - {min(gaps)}):
        words = _words(signs, gaps, wide)
        if len(letters) >= LEAST_OF_WORD * len(words):
            return " ".join(words)
    return "".join(signs)


def _words(signs: list[str], gaps: list[int], wide: int) -> list[str]:
    words = signs[:1]
    for sign, gap in zip(signs[1:], gaps, strict=True):
        if gap >= wide:
            words.append(sign)
        else:
            words[-1] += sign
    return words


def evened(page: str) -> str:
    """A laid-out page without the blanks that justify its lines, the blank lines that stand between
    all of them, and more than one of those anywhere."""
    lines = [_evened(line) if line.strip() else "" for line in page.split("\n")]
    filled = [place for place, line in enumerate(lines) if line]
    between = [below - above - 1 for above, below in pairwise(filled)]
    # Of two lines nothing tells whether they belong together.
    usual = min(between) if len(between) > 1 else 0
    kept = lines[: filled[0] + 1] if filled else []
    for place, blank in zip(filled[1:], between, strict=True):
        kept += ["", lines[place]] if blank > usual else [lines[place]]
    return "\n".join(kept)


def _evened(line: str) -> str:
    gaps = [len(gap) for gap in BETWEEN.findall(line)]
    justified = len(gaps) >= LEAST_GAPS and min(gaps) > 1 and max(gaps) - min(gaps) <= 1
    # Two blanks divide no columns.
    return BETWEEN.sub(lambda gap: " " if justified or len(gap[0]) == 2 else gap[0], line)
