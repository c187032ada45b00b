"""Tables of a glossary: what their columns hold, by their heads. Pure."""

import csv
import re
from collections.abc import Sequence

WRONG_COLUMN = re.compile(
    r"erreur|\bfaut(?:e|if|ive)|entendu|heard|wrong|incorrect|misspel|mistrans|error|erron"
    r"|(?:mal|souvent|parfois) (?:transcrit|écrit|compris|reconnu)"
    r"|reconnu en|transcrit (?:en|comme)"
    r"|(?:often|sometimes) (?:written|transcribed)|(?:captioned|recogni[sz]ed|transcribed) as"
    r"|^(?:et )?(?:not|pas|non)$|ne pas écrire|au lieu d|instead of|(?:do not|don['’]t|never) write"
    r"|\bavoid|éviter|mis-?hear",
    re.I,
)
MEANING_COLUMN = re.compile(
    r"d[ée]finition|meaning|signification|description|explanation|\bsens\b", re.I
)
TERM_COLUMN = re.compile(
    r"\b(?:^(?:write|écri(?:re|vez))|spelling|orthographe|forme|entrée|entry|terme?|mots?|word|sigle|acronym|abbreviation|abr[ée]viation|correct|juste|right|noms?"
    r"|names?)",
    re.I,
)
COLUMNS = (("wrong", WRONG_COLUMN), ("meaning", MEANING_COLUMN), ("term", TERM_COLUMN))
LONGEST_HEAD = 40
# Between the head of a table and its rows, in Markdown.
RULE = re.compile(r"^[\s:|–—-]*$")


def header_of(line: str, following: str) -> tuple[str, list[str]] | None:
    """How a table's cells are separated, and the heads of its columns, if the line is its first."""
    for separator in "|\t;,":
        cells = cells_of(line, separator)
        if len(cells) < 2:
            continue
        if separator == "|" and following and RULE.match(following):
            return separator, cells
        if names_columns(cells, least=1 if separator == "|" else 2):
            return separator, cells
    return None


def names_columns(cells: Sequence[str], least: int = 2) -> bool:
    """Whether the cells head a glossary's columns: so many of them different, the first too."""
    if any(len(cell) > LONGEST_HEAD for cell in cells):
        return False
    kinds = [kind_of(cell) for cell in cells]
    return kinds[0] is not None and len({*kinds} - {None}) >= least


def kind_of(head: str) -> str | None:
    """What the head of a column says that it holds: "wrong", "meaning" or "term"."""
    return next((kind for kind, pattern in COLUMNS if pattern.search(head)), None)


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of a row, as a spreadsheet writes them or between bars or tabs."""
    if separator in ";,":
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    return [cell.strip() for cell in line.strip(separator).split(separator)]
