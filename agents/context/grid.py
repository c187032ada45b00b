"""The rows of a table as lines, whatever document it stands in: pure."""

from collections.abc import Iterator, Sequence

from agents.context.glossary_tables import names_columns

# Of a cell that goes into its row's line; with more it is a column of a page.
MOST_LINES = 3


def in_lines(rows: Sequence[Sequence[str]], *, nested: bool = False) -> Iterator[str]:
    """A line for each row, its cells beside each other; one after the other where they are the
    columns of a page, or cards."""
    head = rows[0] if rows and not nested else []
    listed = len(rows) > 1 and len(head) > 1 and all(cell and "\n" not in cell for cell in head)
    known = listed and names_columns(head)
    for cells in filter(any, rows):
        if known or _is_one_line(cells, MOST_LINES if listed else 1):
            yield " | ".join(" ".join(cell.split()) for cell in cells)
        else:
            yield from "\n".join(cells).split("\n")


def _is_one_line(cells: Sequence[str], most: int) -> bool:
    lines = [cell.count("\n") + 1 for cell in cells]
    return lines[:1] == [1] and max(lines) <= most
