"""People whom a document lists: agendas, minutes, a glossary's corrections. Pure.

A name is two or three words with capitals, and something beside it must say that it is one: a
title, a surname in capitals, a role after it, or a place in a list of those present. A name found
here is never given by itself: somebody has to say it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from agents.context import absent, logic, roles
from agents.context.glossary import LONGEST_LINE
from agents.context.logic import COMPANY, EMAIL, PARTICLES, PHONE, Person, name_in

CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]+(?:-[\w'’]+)*"
PARTICLE = rf"(?:{'|'.join([*PARTICLES, *map(str.upper, PARTICLES)])})"
# "Ana van den Berg", "Ana d'Orval", "VAN DEN BERG Ana".
FULL = rf"{CAPITAL}(?:\s+(?:{PARTICLE}\s+){{0,3}}(?:[dD]['’])?{CAPITAL}){{1,2}}"
TITLE = (
    r"\b(?:M\.|Mme|Mlle|MM\.|Me|Maître|Dr\.?|Pr\.?|Prof\.?|Professeure?|Professor|Docteure?|Mr\.?"
    r"|Mrs\.?|Ms\.?|Judge|Juge|Cllr\.?|Councillor|Sir|Rev\.?|Constable)\s+"
)
TITLED = re.compile(rf"{TITLE}({FULL})")
# A surname in capitals after a name that is not: a line in capitals is a heading.
SURNAME = re.compile(
    rf"\b({CAPITAL}(?<=[a-zà-ÿ])(?:\s+{CAPITAL}(?<=[a-zà-ÿ]))?(?:\s+{PARTICLE}){{0,3}}"
    r"\s+[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]{2,})\b"
)
# "BEN SALAH Mounir", and nothing else.
FAMILY_FIRST = re.compile(
    rf"^\W*((?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+\s+){{1,3}}{CAPITAL}(?<=[a-zà-ÿ]))\s*$"
)
ROLE = re.compile(rf"^\W*({FULL})\s*(?:[,:;(|]|\s[–—-]\s)\s*(?P<role>[^\d\s].{{3,}})$")
BY = re.compile(
    r"\b(?i:par|avec|by|with|intervenante?|orateur|oratrice|animateur|animatrice|animation|pilote"
    r"|présidente?|présidence|modérateur|modératrice|modération|rapporteure?|secrétaire|secrétariat"
    r"|coordinateur|coordinatrice|coordination|référente?|responsable|speaker|chair|chairman"
    r"|présentateur|présentatrice|présentation(?=\s*:)"
    r"|chairwoman|chairperson|host|presenter|moderator|facilitator|secretary|rapporteur|minutes"
    r"|owner|lead)"
    rf"(?:\s+de\s+(?:séance|réunion))?\s*:?\s+({FULL})(?:,\s*(?P<role>[^.;()\d]{{3,80}}))?"
)
ASIDE = re.compile(rf"\(({FULL})\)")
# "09:10 Budget – Ahmed Benali (director)", "9h10 | Budget | Ahmed Benali", "1. Budget: Ahmed
# Benali": whoever stands at the end of an item, in one with its hour or number after any mark.
ITEM = re.compile(
    r"^[\s|]*(?:(?:[-•*]|\d[\dh:.)–-]*)\s.*\s[–—-]\s"
    r"|\d{1,2}\s?[h:.)|\t][\d\sh:.)|–-]*+[^\W\d_]{2}.*(?::\s|[|\t]))\s?"
    rf"({FULL})\s*(?:[,(]\s*(?P<role>[^()|\d]{{3,80}})\)?)?[\s|]*$"
)
# "Sarah Cohen est directrice de recherche au CNRS."
IS = re.compile(
    rf"^\W*(?!(?:Le|La|Les|The|Un|Une|Our|Notre)\b)({FULL}),?\s+(?:est|is)\s+"
    r"(?:(?:an?|the|la|le|une?)\s+)?(?P<role>[^.;]{3,80})"
)
# "Trésorière : Clémence Aubry", and nothing else. What somebody is in a meeting (BY) is no role.
OFFICE = re.compile(
    rf"^\W*(?P<role>[A-ZÀ-ÖØ-Þ][^\W\d]*[a-zà-ÿ][^:\d]{{0,40}}?)\s*:\s*(?P<name>{FULL})\W*$"
)
# "Présidente de séance : Mme Clémence AUBRY, maire": what somebody may be called by.
HELD = re.compile(rf"^\W*(?P<office>[^\W\d][^:|\d]{{2,40}}?)\s*:\s*(?:{TITLE})?(?P<name>{FULL})")
# "9h00 Ouverture : Ana Roy, présidente de l'agence", "Presse : Ana Roy – ana@roy.example".
LABELLED = re.compile(
    rf"^\W*(?:\d+[:h.]\d*\s+)?(?P<label>[^\W\d][^:]{{1,60}}?)\s*:\s*(?P<name>{FULL})"
    r"(?:,\s*(?P<role>[a-zà-ÿ][^.;\d]{3,80})|\s+[–—-]\s)"
)
# "14:00 Ana Roy – Mapping trees"
TIMED = re.compile(rf"^\W*\d{{1,2}}\s?[:hH.]\s?\d{{2}}\s+({FULL})\s+[–—-]\s")
# A heading under which people are listed, and what ends the list.
OF_PEOPLE = re.compile(
    r"^\W*(?:\d+\W+)?(?:étaient\s+)?(?:noms?|personnes|participante?s?|intervenante?s?|présents?|équipe|people|names"
    r"|speakers|attendees|panel|team|guests?|invitée?s?)\b[^:|]{0,40}:?\s*$",
    re.IGNORECASE,
)
HEADING = re.compile(r"^(?:#+\s|\d+[.)]\s)|^[^a-zà-ÿ|]{8,}$|:\s*$")
ENTRY = re.compile(rf"^\W*({FULL})\s*(?:$|(?:[,:;(|]|\s[–—-]\s)\s*(?P<role>\S.*?)[)|\s]*$)")
PRESENT = re.compile(
    r"^\W*(?:participante?s?|présents?|présentes?|excusée?s?|intervenante?s?|membres|attendees|present"
    r"|participants|speakers|(?:[a-z]+ )?panel(?:l?ists)?|guests?|invitée?s?|jury|in attendance"
    r"|apologies)\s*:\s*(?P<names>.+)$",
    re.IGNORECASE,
)
# Words with capitals that begin headings, places and dates, not names.
OTHER = frozenset(
    word
    for line in (
        "ordre jour réunion comité conseil compte rendu point points date lieu objet présentation",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche salle rue avenue place quai boulevard",
        "agenda meeting minutes session item items room street road january february march april",
        "may june july august september october november december monday tuesday wednesday",
        "thursday friday saturday sunday north south east west new the project team review plan",
        "nom prénom name role fonction",
        "budget projet équipe service direction ville mairie région saint sainte bilan questions",
    )
    for word in line.split()
)
MOST = 40


def listed(text: str) -> list[Person]:
    """The people of a document, each with the line that names him, in the order of the text."""
    lines = _lines(text)
    return _gathered((x, (*_in_line(x), *(_entry(x) if listing else ()))) for x, listing in lines)


def under_headings(text: str) -> list[Person]:
    """Those listed below a heading that says they are people, or beside their office, as some
    glossaries have them."""
    lines = _lines(text)
    return _gathered((x, (*_office(x), *(_entry(x) if listing else ()))) for x, listing in lines)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it stands below a heading that says that people follow."""
    listing = False
    for line in text.splitlines():
        if len(line) > LONGEST_LINE:
            continue
        if OF_PEOPLE.match(line) or absent.heads(line):
            listing = True
        elif HEADING.search(line):
            listing = False
        yield line, listing


def _gathered(
    found_in: Iterable[tuple[str, Iterable[tuple[str, str | None]]]],
) -> list[Person]:
    """The people that lines name, with the first role and office that one of them gives."""
    found: dict[str, Person] = {}
    offices: dict[str, str] = {}
    for line, names in found_in:
        named = list(names)
        alone = len({name.casefold() for name, _ in named}) == 1
        for name, role in named:
            known = found.get(name.casefold())
            if known is None or (known.role is None and role is not None):
                found[name.casefold()] = Person(
                    name=name,
                    role=role,
                    email=_only(EMAIL.findall(line)) if alone else None,
                    phone=_only(logic.phones(line)) if alone else None,
                    passage=line.strip(" -•*\t")[:200],
                )
        if held := _held(line):
            offices.setdefault(*held)
    people = _whole(list(found.values())[:MOST])
    return [replace(p, office=offices.get(p.name.casefold())) for p in people]


def _whole(people: list[Person]) -> list[Person]:
    """Without who is named by a surname alone and in full elsewhere: "M. Le Goff"."""
    names = [person.name.casefold() for person in people]
    return [p for p in people if not any(n.endswith(f" {p.name.casefold()}") for n in names)]


def corrected(corrections: Mapping[str, str], terms: Mapping[str, str]) -> list[Person]:
    """The people among what a glossary says is meant where something else is heard."""
    return [
        Person(name=name, passage=f"{wrong} -> {right}")
        for wrong, right in corrections.items()
        if right not in terms and (name := _name(right)) is not None
    ]


def _in_line(line: str) -> Iterator[tuple[str, str | None]]:
    present = PRESENT.match(line) or absent.LIST.match(line)
    if present and present["names"]:
        for part in re.split(r"[,;]| et | and | & ", present["names"]):
            bare, _, aside = part.partition("(")
            if name := _name(bare):
                yield name, _role(aside) if roles.says_role(aside) else None
    item = ITEM.match(line)
    yield from _office(line)
    yield from _labelled(line)
    timed = TIMED.match(line) if item is None else None
    if timed and (name := _name(timed[1])):
        yield name, None
    for described in (ROLE.match(line), IS.match(line), item):
        if described and (name := _name(described[1])):
            yield name, _role(described["role"])
    for pattern in (TITLED, SURNAME, FAMILY_FIRST, BY, ASIDE):
        for match in pattern.finditer(line):
            office = pattern is ASIDE and roles.says_role(match[1])
            if not office and (name := _name(match[1])):
                yield name, _role(match.groupdict().get("role"))


def _entry(line: str) -> Iterator[tuple[str, str | None]]:
    entry = ENTRY.match(line)
    if entry and (name := _name(entry[1])):
        yield name, _role(entry["role"])


def _office(line: str) -> Iterator[tuple[str, str | None]]:
    office = OFFICE.match(line)
    if office is None or PRESENT.match(line):
        return
    of_meeting = BY.search(line) is not None
    name = _name(office["name"])
    if name and (of_meeting or roles.says_role(office["role"])):
        yield name, None if of_meeting else office["role"]


def _held(line: str) -> tuple[str, str] | None:
    """The name, in small letters, and the office that stands before it."""
    held = HELD.match(line)
    if held is None or PRESENT.match(line) or not roles.says_role(held["office"]):
        return None
    name = _name(held["name"])
    return (name.casefold(), held["office"]) if name else None


def _labelled(line: str) -> Iterator[tuple[str, str | None]]:
    found = LABELLED.match(line)
    if found is None or PRESENT.match(line):
        return
    label = re.findall(r"\w+", found["label"].casefold())
    name = _name(found["name"])
    if name and not any(word in OTHER for word in label):
        yield name, _role(found["role"])


def _role(text: str | None) -> str | None:
    """What is said beside a name, without addresses."""
    bare = PHONE.sub("", EMAIL.sub("", text or "")).split(" | ")[0].strip(" ,;|)-–—")
    return None if absent.heads(bare) else bare[:80] or None


def _name(text: str) -> str | None:
    """The name, if the words are one."""
    words = text.split()
    if COMPANY.search(text) or any(word.casefold().strip(".") in OTHER for word in words):
        return None
    return name_in(text)


def _only(addresses: Sequence[str]) -> str | None:
    """The address of a line, if it has no other."""
    return addresses[0] if len(addresses) == 1 else None
