"""Columns of a page, told apart in its laid-out text so that each is read by itself, and tables,
whose rows are kept. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from agents.context import forms
from agents.context.glossary_tables import names_columns
from agents.context.logic import CV, CV_HEADINGS

WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
CELL = re.compile(r"\S+(?: {1,2}\S+)*")
# Lines of one column begin within so many places: some are indented.
INDENT = 4
LEAST_LINES = 5
LEAST_ROWS = 3
MOST_ACROSS = 0.2
# Of the lines of a table so many have a first cell, of so many characters at most.
PAIRED = 0.8
SHORT = 8


def unfolded(page: str, most: int = 3) -> str:
    """The page with its columns (so many at most) one after the other, or a table's cells with
    bars between them; as it was, where there is only one column.

    Lines that run across both, such as a title, stay between what is above and what is below.
    """
    lines = page.split("\n")
    begins = _second_column(lines)
    if begins is None or most < 2:
        return page
    beside = [line for line in lines if not _runs_across(line, begins)]
    table = _table(beside, begins)
    # A heading that begins the second column of a CV says that it is one.
    least = LEAST_ROWS if any(_is_heading(line[begins:]) for line in beside) else LEAST_LINES
    if table is None and sum(_has_gap(line, begins) for line in beside) < least:
        return page
    result: list[str] = []
    for across, group in groupby(lines, key=lambda line: _runs_across(line, begins)):
        block = list(group)
        if across:
            result += block
        elif table is not None:
            result += _rows(block, table)
        else:
            left = "\n".join(left for line in block if (left := line[:begins].rstrip()))
            result += [unfolded(left, most - 1), ""]
            result += [right for line in block if (right := line[begins:].strip())]
    return "\n".join(result)


def _second_column(lines: Sequence[str]) -> int | None:
    """Where lines go on after a wide gap, if hardly any line runs across that place."""
    counted: Counter[int] = Counter()
    ends = [{gap.end() for gap in WIDE.finditer(line)} for line in lines]
    for of_line in ends:
        counted.update({end - indent for end in of_line for indent in range(INDENT + 1)})
    # Of equal ones the last: no word of the left column may end behind it.
    best = max(set().union(*ends), key=lambda place: (counted[place], place), default=0)
    if counted[best] < LEAST_ROWS:
        return None
    long = [line for line in lines if len(line) > best]
    across = sum(_runs_across(line, best) for line in long)
    return best if across <= MOST_ACROSS * len(long) else None


def _has_gap(line: str, place: int) -> bool:
    """Whether a wide gap of the line ends at the place or an indent behind it."""
    return any(place <= gap.end() <= place + INDENT for gap in WIDE.finditer(line))


def _runs_across(line: str, place: int) -> bool:
    return bool(line[place - 2 : place].strip())


def _table(lines: Sequence[str], begins: int) -> list[int] | None:
    """Where the columns of a table begin, if it is one and not two columns of a page: its header
    is a glossary's, or its rows begin with numbers, times or abbreviations."""
    for line in [line for line in lines if WIDE.search(line)][:LEAST_ROWS]:
        cells = list(CELL.finditer(line))
        if names_columns([cell[0] for cell in cells]):
            return [cell.start() for cell in cells]
    pairs = [(line[:begins].strip(), line[begins:].strip()) for line in lines]
    firsts = [left for left, right in pairs if left and right]
    labels = sum(bool(forms.fields_of(f"{left} : {right}")) for left, right in pairs if right)
    numbered = sum(first[0].isdigit() for first in firsts) >= PAIRED * len(firsts)
    if numbered or labels >= LEAST_ROWS:
        return [0, begins]
    if any(map(_is_heading, chain.from_iterable(pairs))):
        return None
    paired = len(firsts) >= PAIRED * sum(bool(right) for _, right in pairs)
    short = all(len(first) <= SHORT for first in firsts)
    return [0, begins] if paired and short else None


def _is_heading(text: str) -> bool:
    return text.casefold().strip(" :") in (*CV, *CV_HEADINGS)


def _rows(lines: Sequence[str], columns: Sequence[int]) -> Iterator[str]:
    """The rows of a table; a line without a first cell goes on with the row above, and so does any
    line where blank ones stand between the rows."""
    placed = [_placed(line, columns) for line in lines]
    begun = [bool(cells[0]) for cells in placed]
    after = [True, *(not any(cells) for cells in placed[:-1])]
    spaced = 2 * sum(map(all, zip(begun, after, strict=True))) >= sum(begun) + LEAST_ROWS
    row = [""] * len(columns)
    for cells, begins, blank in zip(placed, begun, after, strict=True):
        if begins and (blank or not spaced or not any(row[1:])):
            yield from _between_bars(row)
            row = cells
        else:
            row = [f"{above} {cell}".strip() for above, cell in zip(row, cells, strict=True)]
    yield from _between_bars(row)


def _placed(line: str, columns: Sequence[int]) -> list[str]:
    """The line's cells, each in the column that begins nearest to it."""
    cells = [""] * len(columns)
    for cell in CELL.finditer(line):
        nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - cell.start()))
        cells[nearest] = f"{cells[nearest]} {cell[0]}".strip()
    return cells


def _between_bars(cells: Sequence[str]) -> Iterator[str]:
    if any(cells[1:]):
        yield " | ".join(cells)
    elif any(cells):
        yield cells[0]
