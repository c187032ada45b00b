"""People known by how their names are written, in several lines of a document: the surname first,
in capitals or before a comma, or below the first name. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agents.context.initials import INITIAL, short_name
from agents.context.listings import Named
from agents.context.names import CAPITAL, PARTICLE, TITLE, UPPER, name_of

# Between the cells of a rota, a plan or a pasted sheet.
_BETWEEN = re.compile(r"\s?\|\s?|;\s?|\t+| {3,}|\s/\s")
_FAMILY = rf"(?:[dD]['’])?[{UPPER}][{UPPER}'’]+(?:-[{UPPER}]+)*"
_GIVEN = rf"{CAPITAL}(?<=[a-zà-ÿ])(?:\s{CAPITAL}(?<=[a-zà-ÿ]))?"
# "ROY Ana (strike)", "VAN DEN BERG, Ana (Annie)", "ROY A."
_IN_CAPITALS = re.compile(
    rf"(?:{TITLE})?(?P<family>(?:{PARTICLE}\s){{0,2}}{_FAMILY}(?:\s{_FAMILY})?)"
    rf"(?:,?\s(?P<given>{_GIVEN})|\s(?P<initial>{INITIAL}))\s?(?:\([^()]*\)?)?"
)
# "Roy, Ana (Clerk)     tentative", as a calendar prints its invitations.
_INVITED = re.compile(
    rf"^\W*(?P<family>(?:{PARTICLE}\s)?{CAPITAL}(?:\s{CAPITAL})?),\s"
    rf"(?:(?P<given>{CAPITAL}(?:\s{CAPITAL})?)|(?P<initial>{INITIAL}))(?:\s\([^()]*\))?\s{{2,}}"
    r"(?:accepted|tentative|declined|none|no (?:response|reply)|required|optional|needs action"
    r"|acceptée?|provisoire|refusée?|déclinée?|aucune|sans réponse|en attente|obligatoire"
    r"|facultati(?:f|ve))(?=\s*+$|\s\s|\s*+[\"«(])",
    re.IGNORECASE,
)
_ORGANISER = re.compile(
    rf"^\W*(?:organi[sz]er|organisa(?:teur|trice))\s?:\s*(?P<family>{CAPITAL}),\s"
    rf"(?P<given>{CAPITAL})(?:\s\([^()]*\))?\s*$",
    re.IGNORECASE,
)
# "Ana" above "ROY", on badges.
_ABOVE = re.compile(rf"^\W*(?:{TITLE})?(?P<given>{CAPITAL}(?<=[a-zà-ÿ]))(?:\s\({CAPITAL}\))?\s*$")
_BELOW = re.compile(rf"^\s*(?P<family>{_FAMILY}(?:\s{_FAMILY})?)\s*$")
# So many of them; of a surname in capitals so many letters: an acronym has fewer.
LEAST, LEAST_BADGES, LEAST_LETTERS = 2, 3, 4


def people(lines: Sequence[str]) -> list[list[Named]]:
    """For each line whom it names."""
    found = [[*a, *b, *c] for a, b, c in zip(_cells(lines), _badges(lines), map(_invited, lines),
             strict=True)]  # fmt: skip
    return [[(name, None) for name in dict.fromkeys(names)] for names in found]


def _cells(lines: Sequence[str]) -> list[list[str]]:
    """Whoever has a cell to himself with his surname first in capitals, if several have."""
    cells = [list(map(_IN_CAPITALS.fullmatch, _BETWEEN.split(line.strip()))) for line in lines]
    matched = [[one for one in row if one and _whole(one)] for row in cells]
    sure = {one["family"] for row in matched for one in row if len(one["family"]) >= LEAST_LETTERS}
    return [[_whole(one) or "" for one in row] if len(sure) >= LEAST else [] for row in matched]


def _badges(lines: Sequence[str]) -> list[list[str]]:
    pairs = [(_ABOVE.match(above), _BELOW.match(below)) for above, below in pairwise(lines)]
    names = [name_of(f"{a['given']} {b['family']}") if a and b else None for a, b in pairs]
    badges = len(names) - names.count(None) >= LEAST_BADGES
    return [[name] if name and badges else [] for name in (*names, *([None] if lines else ()))]


def _invited(line: str) -> Iterator[str]:
    found = _INVITED.match(line) or _ORGANISER.match(line)
    if found and (name := _whole(found)):
        yield name


def _whole(found: re.Match[str]) -> str | None:
    """The name, its surname last."""
    if initial := found.groupdict().get("initial"):
        return short_name(f"{initial} {found['family']}")
    return name_of(f"{found['given']} {found['family']}")
