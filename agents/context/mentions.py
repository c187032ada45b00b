"""Whom a single line of a document names, by what stands beside the name. Pure."""

import re
from collections.abc import Iterator

from agents.context import absent, called, listings, prose, roles
from agents.context.details import EMAIL
from agents.context.initials import SHORT, short_name, shorts_in
from agents.context.listings import HOUR, NUMBER, Named, is_sure, role_of
from agents.context.names import (
    CAPITAL,
    FULL,
    GAP,
    PARTICLE,
    TITLE,
    TITLE_WORD,
    UPPER,
    name_of,
    names_in,
)

# "Cllr Ana Roy (Vice-Chair)", "Mme Ana ROY, présidente, …": with what he is.
TITLED = re.compile(
    rf"{TITLE}(?P<name>{FULL})(?:\s?\((?P<beside>[^()\d]{{3,80}})\)"
    r"|,\s(?P<role>[^\W\d_][^,.;:|()\d]{2,79}))?"
)
# "Monsieur Luc, Jean PETIT", in a contract: all his first names.
ALL_GIVEN = re.compile(
    rf"({TITLE}{CAPITAL}(?<=[a-zà-ÿ]))(?:,\s{CAPITAL}(?<=[a-zà-ÿ])){{1,3}}"
    rf"(?=\s(?:[dD]['’])?[{UPPER}][{UPPER}'’-]{{2,}}(?![\w'’]))"
)
# "… Centre, Accra ASANTE Kofi (Dr)": the title says where a column begins.
TITLED_BEHIND = re.compile(
    rf"(?<!\w)((?:[{UPPER}][{UPPER}'’-]+{GAP}){{1,3}}{CAPITAL}(?<=[a-zà-ÿ]))\s\({TITLE_WORD}\)"
)
# A surname in capitals after a name that is not: a line in capitals is a heading.
SURNAME = re.compile(
    # In a cell that goes on below: "directrice de l'école Jules-Verne Gaspard THIRIET".
    r"(?<!école )(?<!collège )(?<!lycée )(?<!rue )(?<!place )(?<!salle )(?<!avenue )"
    rf"(?<![\w-])({CAPITAL}(?<=[a-zà-ÿ])(?:{GAP}{CAPITAL}(?<=[a-zà-ÿ]))?(?:{GAP}{PARTICLE}){{0,3}}"
    rf"{GAP}(?=[{UPPER}'’-]{{3}})[{UPPER}]++(?:['’-][{UPPER}]++)*+)(?!\w|-\w)"
)
# "BEN SALAH Mounir", and nothing else.
FAMILY_FIRST = re.compile(rf"^\W*((?:[{UPPER}][{UPPER}'’-]+\s+){{1,3}}{CAPITAL}(?<=[a-zà-ÿ]))\s*$")
ROLE = re.compile(
    rf"^\W*{NUMBER}?(?P<name>(?:{TITLE})?{FULL})\s*(?:[,:;(|]|\s[–—-]\s)\s*(?P<role>[^\d\s].+)$"
)
BY = re.compile(
    r"\b(?i:par|by|intervenante?|orateur|oratrice|animateur|animatrice|animation|pilote"
    r"|présidente?|présidence|modérateur|modératrice|modération|rapporteure?|secrétaire|secrétariat"
    r"|coordinateur|coordinatrice|coordination|référente?|responsable|speaker|chair|chairman"
    r"|présentateur|présentatrice|(?:présentation|réalisation)(?=\s*:)"
    r"|chairwoman|chairperson|host|presenter|moderator|facilitator|secretary|rapporteur|minutes"
    r"|owner|lead|assigned to|assignée? à|attribuée? à|(?:assignee|reporter|contact)(?=\s*:))"
    rf"(?:\s+de\s+(?:séance|réunion))?\s*:?\s+({FULL})(?:,\s*(?P<role>[^,.;()\d]{{3,80}}))?"
)
# "Ana Roy <ana@roy.example>", as in invitations.
MAILED = re.compile(rf"({FULL})[\"'*]*\s*[<(]\s*(?:mailto:)?{EMAIL.pattern}")
# "Ouverture (Ana Roy)"; what stands there after a name is where somebody works.
ASIDE = re.compile(rf"\(({FULL})(?:,\s*(?P<role>[^()]{{3,80}}))?\)")
OF_SOMEBODY = re.compile(rf"{FULL}\s*$")
# "09:10 Budget – Ahmed Benali (director)", "9h10 | Budget | Ahmed Benali", "1. Budget: Ahmed
# Benali": whoever stands at the end of an item, in one with its hour or number after any mark.
ITEM = re.compile(
    r"^[\s|]*(?:(?:[-•*]|\d[\dh:.)–-]*)\s.*\s[–—-]\s"
    r"|\d{1,2}\s?[h:.)|\t][\d\sh:.)|–-]*+[^\W\d_]{2}.*(?::\s|[|\t]))\s?"
    rf"({FULL})\s*(?:[,(]\s*(?P<role>[^()|\d]{{3,80}})\)?)?[\s|]*$"
)
# "Trésorière : Clémence Aubry", and nothing else. What somebody is in a meeting (BY) is no role.
OFFICE = re.compile(rf"^\W*(?P<role>[{UPPER}][^\W\d][^:\d]{{0,40}}?)\s*:\s*(?P<name>{FULL})\W*$")
# "├─ responsable : J. PETIT"
OFFICE_OF_SHORT = re.compile(
    rf"^\W*(?P<role>[^\W\d_][^:|,.()\d]{{1,40}}?)\s*:\s*(?P<name>{SHORT})\W*$"
)
# "disclosure: DR, S. Penrose (paralegal)", "Ferries: G. Bell, managing director"; at the beginning
# of a line an initial may number an item.
SHORT_WITH = re.compile(
    rf"(?<=\S\s)(?P<name>{SHORT})(?:\s\((?P<beside>[^()|:]{{3,60}})\)"
    r"|,\s(?P<role>[^\W\d_][^,.:;|()]{2,60}))"
)
# "Public participation (registered: Mrs S. Anstruther)"
TITLED_SHORT = re.compile(rf"(?<!\w)(?=[MD]\w)(?:{TITLE})({SHORT})")
# "cc  Ana Roy, convenor; L. Petit (accounts)"
COPIED = re.compile(
    r"^\W*(?:cc|c\.c\.|copies?(?:\s(?:to|à))?|destinataires?|diffusion|circulation)"
    r"(?:\s?:|\s)\s*(?P<names>\S.*)$",
    re.IGNORECASE,
)
# "Presenter: Ana Roy          News: Luc Petit"
GAPS = re.compile(r"\t+| {3,}")
# "Case officer (item 4): Ana Roy"
ASIDE_OF_LABEL = re.compile(r"\s\((?i:items?|points?|lots?|n°|no\.?)\s?[^():]{1,20}\)(?=\s?:)")
# "Présidente de séance : Mme Clémence AUBRY, maire": what somebody may be called by.
HELD = re.compile(rf"^\W*(?P<office>[^\W\d][^:|\d]{{2,40}}?)\s*:\s*(?:{TITLE})?(?P<name>{FULL})")
# "9h00 Ouverture : Ana Roy, présidente de l'agence", "Presse : Ana Roy – ana@roy.example".
LABELLED = re.compile(
    rf"^\W*{NUMBER}?(?P<label>[^\W\d][^:]{{1,60}}?)\s*:\s*(?P<name>{FULL})"
    r"(?:,\s*(?P<role>[^\W\d_][^.;\d]{3,80})|\s+[–—-]\s|\s*\()"
)
# "ATTENDEE;CN=Ana Roy;PARTSTAT=ACCEPTED:mailto:ana@roy.example", in a calendar.
GUEST = re.compile(rf"^(?:ATTENDEE|ORGANIZER);(?:[^:]*;)?CN=\"?({FULL})")
# "14:00 Ana Roy – Mapping trees"
TIMED = re.compile(rf"^\W*{HOUR}({FULL})\s+[–—-]\s")
PRESENT = re.compile(
    r"^\W*(?:[^:|]{1,60}\s[–—-]\s+)?(?:(?:étaient|sont)\s+)?(?:participante?s?|présente?s?"
    r"|excusée?s?|intervenante?s?|membres|attendees?(?:\s?\([^()]{1,20}\))?|present|participants|speakers"
    r"|(?:[a-z]+ )?panel(?:l?ists)?|guests?|invitée?s?|jury|(?:équipe|groupe) projet"
    r"|comité de pilotage|project (?:team|group)|steering (?:group|committee)"
    r"|in attendance|apologies|avec|with)"
    r"\s*:\s*(?P<names>.+)$",
    re.IGNORECASE,
)
# "Directors: Ana Roy (finance), Tom Baker", "2. Vote. Candidats : …": several who are what the
# label says.
SEVERAL = re.compile(
    rf"^(?:[^:|]{{,200}}\.\s)?\W*(?P<label>[^\W\d][^:|\d]{{2,40}}?)\s*:\s*"
    rf"(?P<names>(?:{TITLE})?{FULL}.+)$"
)
FIRST = re.compile(rf"\s*(?:{TITLE})?{FULL}\s*(?:[,(]|$)")
_AND = re.compile(r";| et | and | & ")


def in_line(line: str) -> Iterator[Named]:
    """Whom a line names, by what stands beside the name; that is no role where it is another's."""
    found = list(_in_line(ALL_GIVEN.sub(r"\1", called.one_name(line))))
    names = {name for name, _ in found}
    yield from ((name, None if role in names else role) for name, role in found)


def _in_line(line: str) -> Iterator[Named]:
    item = ITEM.match(line)
    yield from _enumerated(line)
    yield from _copied(line)
    parts = GAPS.split(line.strip())
    for part in parts:
        yield from office(part)
    if len(parts) > 1 and any(map(list, map(office, parts))):
        yield from (named for part in parts for named in listings.task(part))
    for short in SHORT_WITH.finditer(line):
        role = short["beside"] or short["role"]
        if roles.says_role(role) and (name := short_name(short["name"])):
            yield name, role_of(role)
    for titled in TITLED_SHORT.finditer(line):
        if name := short_name(titled[1]):
            yield name, None
    yield from _labelled(line)
    yield from _described(line)
    timed = TIMED.match(line) if item is None else None
    if timed and (name := name_of(timed[1])):
        yield name, None
    if item and (name := name_of(item[1])):
        yield name, role_of(item["role"])
    yield from _titled(line)
    # What another name ends in begins none.
    bare = TITLED_BEHIND.sub("|", line)
    for pattern in (SURNAME, FAMILY_FIRST, BY, MAILED, GUEST):
        for match in pattern.finditer(bare):
            if name := name_of(match[1]):
                yield name, role_of(match.groupdict().get("role"))
    yield from _aside(line)
    yield from prose.in_sentence(line)


def _titled(line: str) -> Iterator[Named]:
    """Whoever has a title, before his name or behind it."""
    for found in TITLED.finditer(line):
        after = found["role"] if (found["role"] or "")[:1].islower() else None
        role = found["beside"] or after
        if name := name_of(found[0][: found.end("name") - found.start()]):
            yield name, role_of(role) if role and roles.says_role(role) else None
    for turned in TITLED_BEHIND.finditer(line):
        if name := name_of(turned[1]):
            yield name, None


def _aside(line: str) -> Iterator[Named]:
    """Whoever stands in brackets, as the one who does what stands before them."""
    for found in ASIDE.finditer(line):
        of_somebody = any(map(name_of, OF_SOMEBODY.findall(line[: found.start()])))
        known = found["role"] is None or roles.says_role(found["role"])
        if known and not of_somebody and (name := name_of(found[1])):
            yield name, role_of(found["role"])


def _enumerated(line: str) -> Iterator[Named]:
    """Those present, those absent, or several who are all what the label says."""
    found = PRESENT.match(line) or absent.LIST.match(line) or _several(line)
    for name, aside in names_in(found["names"] or "") if found else ():
        yield name, role_of(aside) if roles.says_role(aside) else None
    yield from ((name, None) for name in (shorts_in(found["names"] or "") if found else ()))


def _copied(line: str) -> Iterator[Named]:
    """Who gets a letter, too, if what stands beside him or an initial says that he is somebody."""
    found = COPIED.match(line)
    for name, aside in names_in(found["names"]) if found else ():
        if roles.says_role(aside):
            yield name, role_of(aside)
    yield from ((name, None) for name in (shorts_in(found["names"]) if found else ()))


def _several(line: str) -> re.Match[str] | None:
    found = SEVERAL.match(line)
    if found is None or not roles.says_role(found["label"]):
        return None
    # "Witnesses: Ana Roy, host; Luc Petit, student"
    plural, parts = re.search(r"s\b|\(s\)", found["label"]), found["names"].split(";")
    if plural and len(parts) > 1 and all(map(FIRST.match, parts)):
        return found
    # "Organiser: Ana Roy, project manager, Meridian Wines" is one.
    if any(
        part.lstrip()[:1].islower() and roles.says_role(part)
        for part in re.split("[,;]", found["names"])
    ):
        return None
    # "Mediator: Ana Roy, Threeways Mediation" is one, and where she works.
    several = plural or _AND.search(found["names"])
    return found if several and len(list(names_in(found["names"]))) > 1 else None


def _described(line: str) -> Iterator[Named]:
    """Who is named before what says that he is somebody."""
    described = ROLE.match(line)
    if described is None or not is_sure(described["name"], described["role"]):
        return
    if name := name_of(described["name"]):
        yield name, role_of(described["role"])


def office(line: str) -> Iterator[Named]:
    """Whoever alone stands after an office."""
    short = OFFICE_OF_SHORT.match(line)
    if short and roles.says_role(short["role"]) and (name := short_name(short["name"])):
        yield name, short["role"]
    found = OFFICE.match(ASIDE_OF_LABEL.sub("", line))
    if found is None or PRESENT.match(line):
        return
    of_meeting = BY.search(line) is not None
    name = name_of(found["name"])
    if name and (of_meeting or roles.says_role(found["role"])):
        yield name, None if of_meeting else found["role"]


def held(line: str) -> tuple[str, str] | None:
    """The name, in small letters, and the office that stands before it."""
    found = HELD.match(line)
    if found is None or PRESENT.match(line) or _several(line):
        return None
    name = name_of(found["name"]) if roles.says_role(found["office"]) else None
    return (name.casefold(), found["office"]) if name else None


def _labelled(line: str) -> Iterator[Named]:
    """Whom a label introduces, if it or what follows says that he is somebody."""
    found = LABELLED.match(line)
    if found is None or PRESENT.match(line):
        return
    told = roles.says_role(found["label"]) or is_sure(found["name"], found["role"])
    name = name_of(found["name"])
    if name and (told or EMAIL.search(line)):
        works = roles.says_role(found["label"]) and not roles.says_role(found["role"] or "")
        yield name, None if works else role_of(found["role"])
