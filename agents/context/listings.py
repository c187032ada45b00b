"""Lists of people: those below a heading, or in a run of lines that are alike. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from agents.context import absent, called, roles, tables
from agents.context.details import EMAIL, PHONE, phones
from agents.context.glossary import HEARD_AS
from agents.context.initials import SHORT, short_name
from agents.context.lines import lines_of
from agents.context.names import (
    BETWEEN,
    CAPITAL,
    FULL,
    PARTICLE,
    TITLE,
    name_of,
    names_in,
    without_own_initials,
)

Named = tuple[str, str | None]
"""A name, and what is said of what its owner does."""

# "9h00", "12 h 05", "09:10 -", "2 pm", and "1." or "2)".
HOUR = (
    r"(?:\d{1,2}\s?(?:[hH](?:\s?\d{2})?|[:.]\d{2}(?:\s?[ap]m)?|[ap]m)\b\s*(?:[–—:|-]\s*)?(?<=\W))"
)
NUMBER = rf"(?:{HOUR}|\d{{1,2}}[.)]\s+)"
# A heading under which people are listed, and what ends the list.
OF_PEOPLE = re.compile(
    r"^\W*(?:\d+\W+)?(?:[^:|]{1,60}\s[–—-]\s+)?(?:étaient\s+)?(?:[^:|]{1,40}\s(?:et|and|&)\s(?=list))?"
    r"(?:(?:les?|la|the|our|notre|liste des|list of|composition d[ue])\s+|l['’])?"
    r"(?:noms?|personnes|participante?s?|intervenante?s?|présents?|équipe|people|names|speakers"
    r"|attendees|(?:[a-z]+ )?panel(?:l?ists)?|team|guests?|invitée?s?|membres?|members?"
    r"|candidate?s?|jury|bureau|crew|cast|staff|inscrits?|roster|déléguée?s?|trombinoscope"
    r"|copropriétaires|élus?|contacts?"
    # Of an invitation; other things are required too.
    r"|(?:required|optional|obligatoires?|facultatifs?)(?=:?\s*$))\b(?![,;]\S)[^:|\t]{0,40}:?\s*$",
    re.IGNORECASE,
)
# The title of a document in which people stand beside what they are there for.
CHART = re.compile(
    r"^\W*(?:[^:|]{1,60}\s[–—-]\s+)?(?:organigramme|organi[sz]ation(?:al)? chart|org chart"
    r"|who['’]s who)\b",
    re.IGNORECASE,
)
HEADING = re.compile(r"^(?:#+\s|\d+[.)]\s)|^[^a-zà-ÿ|]{8,}$|:\s*$")
ENTRY = re.compile(
    rf"^\W*{NUMBER}?(?P<name>(?:{TITLE})?{FULL})\s*"
    r"(?:$|(?:[,:;(|]|\s[–—-]\s|(?P<gap>\s{3}|\t))\s*(?P<role>\S.*?)[)|\s]*$)"
)
# "Roy, Ana - Head of Data", in a list of such.
TURNED = re.compile(
    rf"^\W*(?P<family>(?:{PARTICLE}\s)?{CAPITAL}(?:\s{CAPITAL})?),\s(?P<given>{CAPITAL}(?:\s{CAPITAL})?)"
    r"\W*(?<=[\s:(])(?P<role>[^\W\d_].*)$"
)
# "Image : Théo Vasseur", in a list of people: whatever he is there for.
TASK = re.compile(
    rf"^\W*(?P<task>[^\W_][^:|]{{1,40}}?)\s*:\s*(?P<name>(?:{TITLE})?(?:{FULL}|{SHORT}))\W*$"
)
# Beside these stand things and places, among people too.
OF_THINGS = re.compile(
    r"lieu|date|heure|salle|adresse|d[ée]cor|sponsor|client|soci[ée]t[ée]|produit|projet|maillot"
    r"|place|location|address|venue|room|company|customer|project|product|call|fournisseur|supplier"
    r"|prestataire|impr(?:ession|imerie)|print|h[ée]berge|hosting|distribution|diffusion|publisher"
    r"|banque|bank|assur|insur|title|titre|livre|book",
    re.IGNORECASE,
)
# What is said of somebody ends with his column or sentence, and where another is named;
# "membre de la" is cut.
_ENDS = re.compile(
    rf" \| | {{3,}}|\s[–—-]\s(?=(?:ext|poste|t[ée]l|bleep|room|bureau)\b)"
    rf"|(?:(?<=[a-zà-ÿ]{{3}})|(?<=[A-Z]{{3}}))\.(?:\s|$)|(?={TITLE}{CAPITAL})"
)
_CUT = re.compile(
    r"(?:(?<![\s(])[\s(]++(?:d['’]|(?:de|du|des|la|le|les|à|au|aux|et|en|of|the|for|in|at|and|to|with)"
    r"\b)){1,3}$",
    re.IGNORECASE,
)
# What somebody was called once, or that a seat is empty.
_NO_ROLE = re.compile(r"(?:formerly|née?|(?:poste )?(?:vacan(?:t|cy)|à pourvoir))\b", re.IGNORECASE)
# "Committee: Ana Roy" and, below, others indented as far.
_MORE = re.compile(rf"^\s{{8,}}(?P<name>(?:{TITLE})?{FULL})\s*$")
# "Northern Ferries: G. Bell, managing director": another than whom the line begins with.
_ANOTHER = re.compile(rf"(?P<name>(?:{TITLE})?(?:{FULL}|{SHORT}))\s?[,(]")
# In a run of lines that may be entries so many have to be, and this share of them.
LEAST_SURE, SURE = 2, 0.5


def entries(text: str, *, runs: bool) -> Iterator[tuple[str, list[Named]]]:
    """Each line of a text, with those it names as an entry of a list or a row of a table; of a list
    without a heading, too, if `runs`."""
    lines = lines_of(text)
    chart = CHART.match(next(filter(str.strip, lines), "")) is not None
    told = zip(
        _below_heading(lines),
        _in_run(lines),
        _turned(lines),
        tables.rows(lines),
        _beside_offices(lines),
        strict=True,
    )
    for line, (below, in_run, other, row, office) in zip(lines, told, strict=True):
        entry = _entry(line) if below or (runs and in_run) else ()
        beside = () if row else tables.beside_roles(line)
        labelled = task(line) if below or chart or (runs and office) else ()
        yield line, [*row, *beside, *other, *entry, *labelled]


def _below_heading(lines: Sequence[str]) -> Iterator[bool]:
    """Of each line, whether it stands below a heading that says that people follow."""
    listing = blank = False
    for line in lines:
        if OF_PEOPLE.match(line) or absent.heads(line):
            listing = True
        elif HEADING.search(line) or (blank and line.strip() and not _is_entry(line)):
            listing = False
        yield listing
        blank = not line.strip()


def _is_entry(line: str) -> bool:
    return ENTRY.match(line) is not None or TASK.match(line) is not None


def _in_run(lines: Sequence[str]) -> Iterator[bool]:
    """Of each line, whether it and those around it are entries, and enough of them surely so."""
    for run in _runs(lines):
        sure = sum(is_sure(entry["name"], entry["role"]) for entry in run if entry)
        listed = sure >= LEAST_SURE and sure >= SURE * len(run)
        yield from (listed for _ in run)


def _beside_offices(lines: Sequence[str]) -> Iterator[bool]:
    """Of each line, whether a name stands there behind a label, as around it behind offices."""
    kinds = [TASK.match(called.one_name(line)) or _MORE.match(line) for line in lines]
    for labelled, group in groupby(kinds, key=lambda found: found is not None):
        labels = [found.groupdict().get("task") for found in group if found] if labelled else []
        sure = sum(roles.says_role(label) for label in labels if label)
        listed = sure >= LEAST_SURE and sure >= SURE * (len(labels) - labels.count(None))
        yield from (listed for _ in (labels if labelled else group))


def _turned(lines: Sequence[str]) -> Iterator[list[Named]]:
    """Of each line whom it names with his surname first, of several who have a role beside."""
    matched = (TURNED.match(line) for line in lines)
    found = [one if one and roles.says_role(one["role"]) else None for one in matched]
    listed = len(found) - found.count(None) >= LEAST_SURE
    for one in found:
        name = name_of(f"{one['given']} {one['family']}") if one and listed else None
        yield [(name, role_of(one["role"]))] if one and name else []


def _runs(lines: Sequence[str]) -> Iterator[list[re.Match[str] | None]]:
    matched = (ENTRY.match(line) for line in lines)
    # In a table without a heading, offices and places have names beside roles, too.
    found = (entry if entry and entry["gap"] is None else None for entry in matched)
    for _, run in groupby(found, key=lambda entry: entry is not None and entry["role"] is not None):
        yield list(run)


def is_sure(name: str, role: str | None) -> bool:
    """Whether what stands beside a name, or how it is written, says that it is somebody's."""
    capitals = [word.isupper() for word in without_own_initials(name).split()]
    written = re.match(TITLE, name) or (any(capitals) and not all(capitals))
    beside = (
        role
        and not names_another(role)
        and (roles.says_role(role) or EMAIL.search(role) or phones(role) or absent.heads(role))
    )
    return bool(written or beside)


def names_another(text: str) -> bool:
    """Whether what follows a name begins with somebody's."""
    found = _ANOTHER.match(text)
    return found is not None and (name_of(found["name"]) or short_name(found["name"])) is not None


def role_of(text: str | None) -> str | None:
    """What is said beside a name, without addresses, another sentence, or another's name."""
    bare = _ENDS.split(PHONE.sub("", EMAIL.sub("", text or "")).strip(), maxsplit=1)[0]
    bare = _CUT.sub("", bare.strip(" ,;|()-–—*")).strip(" ,;|(-–—*")
    if ")" in bare.partition("(")[0]:
        bare = bare.partition(")")[0]
    said = absent.without(bare)
    closed = f"{said})" if said.count("(") > said.count(")") else said
    nothing = absent.heads(bare) or "@" in closed or _NO_ROLE.match(closed) or closed[:1] in '«"“'
    return None if nothing else closed[:80] or None


def _entry(line: str) -> Iterator[Named]:
    """Whom an entry names, or all of several in its line."""
    parts = BETWEEN.split(line.strip(" -•*|."))
    several = list(names_in(line)) if len(parts) > 2 or re.search(r" et | and | & ", line) else []
    if several and len(several) == len(parts):
        yield from ((name, None) for name, _ in several)
        return
    entry = ENTRY.match(HEARD_AS.sub("", line))
    # "Déchets Ménagers : Ana Roy" begins with what she is there for.
    if entry and TASK.match(line) and name_of(entry["role"] or ""):
        return
    if entry and names_another(entry["role"] or "") and not is_sure(entry["name"], None):
        return
    if entry and (name := name_of(entry["name"])):
        # What stands in the next column may as well be where he works.
        known = entry["gap"] is None or roles.says_role(entry["role"])
        yield name, role_of(entry["role"]) if known else None


def task(line: str) -> Iterator[Named]:
    """Who stands behind what he is there for, or below others that do."""
    if (more := _MORE.match(line)) and (name := name_of(more["name"])):
        yield name, None
    found = TASK.match(line)
    if found is None or OF_THINGS.match(found["task"]):
        return
    if name := name_of(found["name"]) or short_name(found["name"]):
        # "Médecine (chef de pôle : Pr H. PETIT)"
        said = found["task"].rpartition("(")[2]
        yield name, said if roles.says_role(said) else None
