"""The columns of a table that name people: pure."""

import re
from collections.abc import Iterator, Sequence

from agents.context import roles
from agents.context.glossary_tables import LONGEST_HEAD, RULE
from agents.context.names import names_in

# What heads a column of people, whatever the others are.
_WHO = re.compile(
    r"(?:who|qui|owner|assignee|assigned to|responsable|pilote|porteur|porteuse|intervenant"
    r"|speaker|orateur|oratrice|presenter|participant|attendee|membre|member|élue?|copropriétaire"
    r"|r[ée]f[ée]rent|lead|candidate?|invitée?|guest|nom (?:et )?pr[ée]noms?"
    r"|pr[ée]noms? (?:et )?nom|full name)(?:e?s?|\(e\)s?|\(s\))",
    re.IGNORECASE,
)
_NAME = re.compile(r"noms?|names?", re.IGNORECASE)
_FAMILY = re.compile(r"noms?(?: de famille)?|surname|last name|family name", re.IGNORECASE)
_GIVEN = re.compile(r"pr[ée]noms?|first name|given name", re.IGNORECASE)
_ROLE = re.compile(
    r"fonction|r[ôo]le|qualit[ée]|poste|m[ée]tier|position|job(?: title)?", re.IGNORECASE
)
_OF_PEOPLE = re.compile(
    r"groupe|pr[ée]sen(?:ce|te?)|[ée]margement|signature|soci[ée]t[ée]|organisme|organisation"
    r"|company|e-?mail|courriel|t[ée]l[ée]phone|phone|attendance|department|d[ée]partement",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"soci[ée]t[ée]|entreprise|organisme|organi[sz]ation|company|employer|affiliation",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"[ée]margements?|signatures?|signed", re.IGNORECASE)


def rows(lines: Sequence[str]) -> list[list[tuple[str, str | None]]]:
    """For each line whom it names in the columns of people, with the role beside him."""
    found: list[list[tuple[str, str | None]]] = [[] for _ in lines]
    for head, table in _tables(lines):
        named = {place: list(_people(head, cells)) for place, cells in table.items()}
        if _is_of_people(head, [role for row in named.values() for _, role in row]):
            for place, row in named.items():
                found[place] = row
    return found


def employers(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Everybody with the company in his row, of tables that have a column of them. A row that lacks
    a cell says nothing: it is not known any more which is which."""
    for head, table in _tables(lines):
        place = next((i for i, name in enumerate(head) if _COMPANY.fullmatch(name)), None)
        for cells in table.values():
            if place is not None and len(cells) == len(head) and cells[place]:
                yield from ((name, cells[place]) for name, _ in _people(head, cells))


def unsigned(lines: Sequence[str]) -> Iterator[str]:
    """Whose place for a signature is blank in a list that most others have signed."""
    for head, table in _tables(lines):
        signed = next((i for i, name in enumerate(head) if _SIGNED.fullmatch(name)), None)
        if signed is None:
            continue
        blank = [row for row in table.values() if not "".join(row[signed : signed + 1])]
        if 2 * len(blank) < len(table):
            yield from (name for row in blank for name, _ in _people(head, row))


def _tables(lines: Sequence[str]) -> Iterator[tuple[list[str], dict[int, list[str]]]]:
    """What heads each table that may name people, and the cells of its rows, by line."""
    separator, head = "", list[str]()
    table: dict[int, list[str]] = {}
    for place, line in enumerate(lines):
        cells = _cells(line, separator) if head else []
        if len(cells) > 1:
            table |= {} if RULE.match(line) else {place: cells}
            continue
        yield head, table
        (separator, head), table = _header(line), {}
    yield head, table


def _is_of_people(head: Sequence[str], said: Sequence[str | None]) -> bool:
    """Whether another column than that of names says so, or what is beside one of them: products
    have names and functions too."""
    sure = (_WHO, _GIVEN, _OF_PEOPLE)
    told = any(kind.fullmatch(cell) for cell in head for kind in sure)
    return told or any(role and roles.says_role(role) for role in said)


def _header(line: str) -> tuple[str, list[str]]:
    """What divides the cells and what they say, if one of them heads a column of people."""
    separator = next((mark for mark in (r"\|", r"\t+", r" {3,}") if re.search(mark, line)), "")
    cells = _cells(line, separator) if separator else []
    short = len(cells) > 1 and all(len(cell) <= LONGEST_HEAD for cell in cells)
    heads = any(kind.fullmatch(cell) for cell in cells for kind in (_WHO, _NAME, _FAMILY))
    return (separator, cells) if short and heads else ("", [])


def _cells(line: str, separator: str) -> list[str]:
    bare = re.sub(r"^\s*\||\|\s*$", "", line) if separator == r"\|" else line.strip()
    return [cell.strip(" *_`") for cell in re.split(separator, bare)]


def _people(head: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    row = list(zip(head, cells, strict=False))
    role = next((cell for name, cell in row if _ROLE.fullmatch(name) and len(cell) > 2), None)
    family = next((cell for name, cell in row if _FAMILY.fullmatch(name)), "")
    given = next((cell for name, cell in row if _GIVEN.fullmatch(name)), "")
    named = [cell for name, cell in row if _WHO.fullmatch(name) or _NAME.fullmatch(name)]
    if family and given:
        named = [f"{given} {family}", *(cell for cell in named if cell != family)]
    for cell in named:
        for name, _ in names_in(cell):
            yield name, role
