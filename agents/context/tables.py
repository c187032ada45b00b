"""The columns of a table that name people: pure."""

import re
from collections.abc import Iterator, Sequence

from agents.context import called, roles
from agents.context.glossary_tables import LONGEST_HEAD, RULE, cells_of
from agents.context.initials import short_name, shorts_in
from agents.context.names import name_of, names_in
from agents.identify.sound import plain

# What heads a column of people, whatever the others are.
_WHO = re.compile(
    r"(?:who|qui|owner|assignee|assigned to|responsable|pilote|porteur|porteuse|intervenant"
    r"|speaker|orateur|oratrice|presenter|participant|attendee|membre|member|élue?|copropriétaire"
    r"|r[ée]f[ée]rent|lead|candidate?|invitée?|guest|nom (?:et )?pr[ée]noms?"
    r"|pr[ée]noms? (?:et )?nom|full name|rapporteur|repr[ée]sentée?s? par|repr[ée]sentante?"
    r"|represent(?:ed by|ative)|interlocut(?:eur|rice)|contact(?: name)?)"
    r"(?:e?s?|\(e\)s?|\(s\)|[·.-]e(?:[·.-]?s)?)",
    re.IGNORECASE,
)
# In one column, a comma between them.
_TURNED = re.compile(
    r"(?:noms?|(?:sur|last |family )names?)\s?[,/]\s?"
    r"(?:pr[ée]noms?|(?:fore|(?:first|given) )names?)",
    re.IGNORECASE,
)
_NAME = re.compile(r"noms?|names?", re.IGNORECASE)
_FAMILY = re.compile(r"noms?(?: de famille| d'usage)?|(?:sur|last |family )names?", re.IGNORECASE)
_GIVEN = re.compile(r"pr[ée]noms?|(?:fore|(?:first|given) )names?", re.IGNORECASE)
_ROLE = re.compile(
    r"fonction|profession|sp[ée]cialit[ée]|occupation|r[ôo]le|qualit[ée]|poste|m[ée]tier|position"
    r"|job(?: title)?",
    re.IGNORECASE,
)
# These say what somebody does among other things.
_OF_ROLES = re.compile(
    r"(?:lot )?mission|cat[ée]gor(?:ie|y)|title|titre|statut|status|profile?", re.IGNORECASE
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
# What divides the cells of a row; a spreadsheet's are quoted where they hold such a mark.
_MARKS = (r"\|", r"\t+", r" {3,}")
_SHEET = ";,"
# "(Chair until May) SEND link"
_BEFORE = re.compile(r"^\([^()]*\)\s*")
_ALIAS = re.compile(r"\(([^\W\d_][\w'’-]{2,30})\)")
# Of an office before a gap.
MOST_WORDS = 4
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
            if place is not None and len(cells) == len(head) and re.search(r"\w", cells[place]):
                yield from ((name, cells[place]) for name, _ in _people(head, cells))


def aliases(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Everybody with a part of his first name that stands in brackets: "Oluwaseun (Seun)"."""
    for head, table in _tables(lines):
        for cells in table.values():
            for name, _ in _people(head, cells):
                for alias in _ALIAS.findall(" ".join(cells)):
                    first = plain(name.split()[0])
                    if plain(alias) in first and plain(alias) != first:
                        yield name, alias


def unsigned(lines: Sequence[str]) -> Iterator[str]:
    """Whose place for a signature is blank in a list that most others have signed."""
    for head, table in _tables(lines):
        signed = next((i for i, name in enumerate(head) if _SIGNED.fullmatch(name)), None)
        if signed is None:
            continue
        blank = [row for row in table.values() if not "".join(row[signed : signed + 1])]
        if 2 * len(blank) < len(table):
            yield from (name for row in blank for name, _ in _people(head, row))


def beside_roles(line: str) -> Iterator[tuple[str, str | None]]:
    """Whoever has a cell of his own beside one that says what he does, whatever heads the table:
    "Solicitor | Ana Roy | mornings"; where gaps divide them, behind it."""
    cells = _cells(line, r"\|" if "|" in line else r"\t+| {3,}")
    said = [cell for cell in cells if roles.says_role(cell) and not any(names_in(cell))]
    if "|" not in line:
        first = cells[0] in said and ":" not in cells[0] and len(cells[0].split()) <= MOST_WORDS
        for cell in cells[1:2] if first else ():
            yield from ((name, cells[0]) for name, _ in names_in(cell))
            yield from ((name, cells[0]) for name in shorts_in(cell))
        return
    names = [name for x in cells if x not in said and (name := name_of(x) or short_name(x))]
    if len(said) == len(names) == 1:
        yield names[0], said[0]


def _tables(lines: Sequence[str]) -> Iterator[tuple[list[str], dict[int, list[str]]]]:
    """What heads each table that may name people, and the cells of its rows, by line."""
    separator, head = "", list[str]()
    table: dict[int, list[str]] = {}
    for place, line in enumerate(lines):
        cells = _cells(line, separator) if head else []
        if len(cells) > 1 and (separator not in _SHEET or len(cells) == len(head)):
            table |= {} if RULE.match(line) else {place: cells}
            continue
        yield head, table
        (separator, head), table = _header(line), {}
    yield head, table


def _is_of_people(head: Sequence[str], said: Sequence[str | None]) -> bool:
    """Whether another column than that of names says so, or what is beside one of them: products
    have names and functions too."""
    sure = (_WHO, _TURNED, _GIVEN, _OF_PEOPLE)
    told = any(kind.fullmatch(cell) for cell in head for kind in sure)
    return told or any(role and roles.says_role(role) for role in said)


def _header(line: str) -> tuple[str, list[str]]:
    """What divides the cells and what they say, if one of them heads a column of people."""
    separator = next((mark for mark in (*_MARKS, *_SHEET) if re.search(mark, line)), "")
    cells = [cell.replace("_", " ") for cell in _cells(line, separator)] if separator else []
    short = len(cells) > 1 and all(len(cell) <= LONGEST_HEAD for cell in cells)
    heads = any(x.fullmatch(cell) for cell in cells for x in (_WHO, _NAME, _FAMILY, _TURNED))
    return (separator, cells) if short and heads else ("", [])


def _cells(line: str, separator: str) -> list[str]:
    bare = re.sub(r"^\s*\||\|\s*$", "", line) if separator == r"\|" else line.strip()
    parts = cells_of(bare, separator) if separator in _SHEET else re.split(separator, bare)
    return [cell.strip(" *_`") for cell in parts]


def _people(heads: Sequence[str], cells: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    row = list(zip(heads, cells, strict=False))
    role = next((x for x in map(_role, row) if x), None)
    family = next((cell for name, cell in row if _FAMILY.fullmatch(name)), "")
    given = next((cell for name, cell in row if _GIVEN.fullmatch(name)), "")
    # Beside those in charge stands what they are in charge of.
    told = any(kind.fullmatch(head) for head in heads for kind in (_GIVEN, _ROLE, _COMPANY))
    things = not told and any(map(_WHO.fullmatch, heads))
    columns = (_WHO,) if things else (_WHO, _NAME)
    named = [cell for head, cell in row if any(x.fullmatch(head) for x in columns)]
    if family and given:
        named = [f"{given} {family}", *(cell for cell in named if cell != family)]
    for cell in named:
        for name in (*(name for name, _ in names_in(called.one_name(cell))), *shorts_in(cell)):
            yield name, role
    for head, cell in row:
        # Several in a cell may be known by one word each: "Ana, Luc".
        names = _NAME.fullmatch(head) and not head.endswith("s") and not things
        if _TURNED.fullmatch(head) or names:
            yield from _turned(cell, role)


def _role(cell: tuple[str, str]) -> str | None:
    """What somebody does, if the cell of that head says it."""
    head, said = cell[0], _BEFORE.sub("", cell[1])
    told = _ROLE.fullmatch(head) or (_OF_ROLES.fullmatch(head) and roles.says_role(said))
    return said if told and len(said) > 2 else None


def _turned(cell: str, role: str | None) -> Iterator[tuple[str, str | None]]:
    """Whoever has his surname first, before a comma: "Roy, Ana (team lead)"."""
    family, comma, rest = cell.partition(",")
    given, _, aside = rest.partition("(")
    beside = aside.strip(" )") if roles.says_role(aside) else None
    if comma and (name := name_of(f"{given} {family}")):
        yield name, role or beside
    elif not comma and (name := name_of(cell)):
        yield name, role
