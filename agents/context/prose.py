"""Whom a sentence names beside what he is, or with an address at which he is reached. Pure."""

import re
from collections.abc import Iterator

from agents.context import roles
from agents.context.details import EMAIL, phones
from agents.context.listings import Named, is_sure, role_of
from agents.context.names import FULL, TITLE, name_of

# "Sarah Cohen est directrice de recherche au CNRS.", "Ana Roy has been keeper for ten years."
_IS = re.compile(
    rf"^\W*(?P<name>{FULL}),?\s+(?:est|sera|is|has been|will be|works as)\s+"
    r"(?:(?:an?|the|our|now|la|le|une?|notre)\s+)?(?P<role>[^.;]{3,80})"
)
# "Le président, Bernard Thibaudeau": an engineer or a supplier may be a company there; who heads
# something is somebody.
_APPOSED = re.compile(
    r"(?i:\b(?:le|la|du|the|son|sa|leur|his|her|its|their|['’]s)\s+|\bl['’])"
    r"(?P<role>(?i:présidente?|president|maire|mayor|direct(?:eur|rice)|secrétaire|secretary"
    r"|trésori(?:er|ère)|treasurer|ministre|minister|préfète?|chairman|chairwoman|chair|gérante?"
    r"|chief executive|managing director|head ?teacher|general secretary|convenor|convener|clerk"
    r"|vicar|rector|warden)\b"
    rf"[^,.:;()]{{0,50}}),\s+(?P<name>(?:{TITLE})?{FULL})"
)
# "Our new trainee, Ezra Lund, starts on Monday": what is ours is so near that all of it counts.
_OURS = re.compile(
    r"\b(?i:our|my|notre|nos|mon|ma|votre|your)\s(?P<role>(?:[^\W\d_][\w'’-]{0,30}\s){0,4}"
    rf"[^\W\d_][\w'’-]{{0,30}}),?\s(?P<name>(?:{TITLE})?{FULL})"
)
# "The partner responsible for your matter is Ana Roy."
_WHO_IS = re.compile(
    r"\b(?i:the|our|my|your|le|la|notre|mon|ma|votre|l['’])\s?(?P<role>[a-zà-ÿ][^,.:;()|]{2,60}?)\s"
    rf"(?:is|was|will be|remains|est|sera|reste)\s(?P<name>(?:{TITLE})?{FULL})(?=[.,;]|\s*$)"
)
_QUOTED = re.compile(
    r"\b(?i:said|says|adds|added|explain(?:s|ed)|d[ée]clar(?:e|é|ée)|expliqu(?:e|é|ée)|ajout(?:e|é|ée)"
    r"|selon|according to|animée? par|moderated by)\s"
    rf"(?P<name>{FULL}),\s(?P<role>[^,.;()\d]{{3,80}})"
)
# "Staff nurse Ana Roy", "head of network Ana Roy". What begins the name of a job besides
# ("responsable Qualité Sécurité") is left out, and who may be of a paper or a party.
_BEFORE = re.compile(
    r"\b(?P<role>(?i:(?:staff |charge |head )?nurse|infirmi(?:er|ère)|trainee|stagiaire|alternante?"
    r"|apprentie?|pharmacist|pharmacien(?:ne)?|midwife|sage-femme|treasurer|trésori(?:er|ère)|mayor"
    r"|maire|minister|ministre|chairman|chairwoman|convenor|convener|vicar|curate|organiste?|keeper"
    r"|historian|historien(?:ne)?|colleague|collègue|paralegal|interpreter|interprète"
    r"|chief executive|managing director|co-?founder|founder|fondat(?:eur|rice)|captain|capitaine"
    rf"|head of [a-z]{{2,20}}(?: [a-z]{{2,20}})?))\s(?P<name>{FULL})"
)
# "Avec son apprenti, Yanis Chellali, elle prépare", "Ancienne comptable, Ana Roy élève …"
_HIS = re.compile(
    r"\b(?i:son|sa|leur|his|her|their)\s(?P<role>(?:[^\W\d_][\w'’-]{0,30}\s){0,3}"
    rf"[^\W\d_][\w'’-]{{0,30}}),\s(?P<name>{FULL}),"
)
_FORMER = re.compile(
    r"(?:^|[.!?]\s)(?:(?:Ancien(?:ne)?|Former|Ex)[ -])(?P<role>[^\W\d_][^,.:;()|]{2,40}),\s"
    rf"(?P<name>{FULL})(?=\s[a-zà-ÿ])"
)
# "Ana Roy grew up on the island. She farms mussels.": a biography begins so.
_BORN = re.compile(
    rf"^\W*(?P<name>{FULL})\s(?:(?!(?:and|or|et|ou|de|du|des|of|the|la|le)\b)[a-zà-ÿ][\w'’-]*\s)"
    r"[^|]{40,}"
)
_PRONOUN = re.compile(r"\b(?:she|he|her|his|elle|il|son|sa|ses)\b", re.IGNORECASE)
# "Ana Roy, 41, who loads the van", "Ana Roy, 41 ans"
_AGED = re.compile(rf"(?<!rue )(?<!\w ){FULL}(?=,\s(?:aged\s)?[1-9]\d(?:\sans\b|,\s[a-zà-ÿ]))")
# "Pendant mon congé, c'est Ana Roy qui s'occupe de la salle."
_IT_IS = re.compile(
    rf"\bc['’]est\s({FULL})\squi\s(?:me\s|m['’]|s['’]|vous\s|nous\s|le\s|la\s)?"
    r"(?:occupe|remplace|rejoint|assure|anime|présente|accueille|viendra|sera|tient)"
)
# Of those that are ours, too, these may be companies.
_FIRMS = re.compile(
    r"\b(?:engineer|ingénieur|architecte?|consultant|publisher|édit(?:eur|rice)|editor|expert|host"
    r"|audit(?:or|eur)|comptable|accountant|solicitor|lawyer|avocat|notaire|syndic|tenant|landlord"
    r"|propriétaire|membre|member|guest|gestionnaire|représentant|representative|organi[sz]er"
    r"|organisateur|product(?:eur|rice)|producer|broker|contrôleur|surveyor|witness)e?s?\b",
    re.IGNORECASE,
)
# Nobody is one, but whoever is somebody's.
_OF_US = re.compile(r"(?:[a-zà-ÿ]+\s)?(?:partner|associée?|colleague|collègue)\b", re.IGNORECASE)
# "(1) ANA ROY and TOM BELL of 8 Mill Lane", "Mme Ana ROY, née le 3 mai 1970, demeurant …"
_PARTY = re.compile(
    rf"\(\d\)\s(?P<name>(?:{TITLE})?{FULL})(?:\sand\s(?P<other>(?:{TITLE})?{FULL}))?\sof\s\d"
    rf"|(?P<born>{FULL}),?\s(?i:demeurant|résidant|residing at|living at|née?\s(?:le|à)\s"
    r"|born (?:on|in)\s)"
)
# "19 h 30      Opening      Ana Roy, mayor of Ambleford", "Ana Roy, Partner        Date ____"
_CELL = re.compile(
    rf"(?:\s{{3}}|\t|\|\s?|^)(?P<name>(?:{TITLE})?{FULL}),\s(?P<role>[^\s\d][^|;\t]{{2,80}})"
)
# Between columns of a page.
_GAPS = re.compile(r"\t+| {3,}")
# "Inscription auprès de Ana Roy (06 12 34 56 78)"
_REACHED = re.compile(rf"\b(?i:auprès d['’e]|contacter|contactez|contact|joindre|call)\s?({FULL})")
# "- [ ] @Ana Roy: write the report"
_TASKED = re.compile(rf"^\W*@({FULL})\s*[:–—-]\s")


def in_sentence(line: str) -> Iterator[Named]:
    """Whom the words of a line name."""
    for described in filter(None, map(_IS.match, _GAPS.split(line))):
        if is_sure(described["name"], described["role"]):
            yield from _named(described["name"], described["role"])
    for cell in _CELL.finditer(line) if _GAPS.search(line.strip()) or "|" in line else ():
        role = _GAPS.split(cell["role"])[0]
        if roles.says_role(role) or _OF_US.fullmatch(role):
            yield from _named(cell["name"], role)
    for pattern in (_APPOSED, _QUOTED, _BEFORE):
        for found in pattern.finditer(line):
            role = " ".join(found["role"].split())
            if pattern is _BEFORE or roles.says_role(role):
                yield from _named(found["name"], role)
    for pattern in (_OURS, _WHO_IS):
        for found in pattern.finditer(line):
            if _is_ours(found["role"]):
                yield from _named(found["name"], found["role"])
    for found in _HIS.finditer(line):
        if _is_ours(found["role"]):
            yield from _named(found["name"], None)
    for found in _FORMER.finditer(line):
        if roles.says_role(found["role"]):
            yield from _named(found["name"], None)
    biography = _BORN.match(line)
    if biography and _PRONOUN.search(line, biography.end("name")):
        yield from _named(biography["name"], None)
    reached = _REACHED.search(line) if EMAIL.search(line) or phones(line) else _TASKED.match(line)
    for found in (*([reached] if reached else ()), *_IT_IS.finditer(line)):
        yield from _named(found[1], None)
    for found in _AGED.finditer(line):
        yield from _named(found[0], None)
    for found in _PARTY.finditer(line):
        for name in filter(None, found.groups()):
            yield from _named(name, None)


def _named(text: str, role: str | None) -> Iterator[Named]:
    if name := name_of(text):
        yield name, role_of(role)


def _is_ours(role: str) -> bool:
    """Whether the words say what a person is to us, and no company."""
    told = roles.says_role(role) or _OF_US.match(role) is not None
    return told and not _FIRMS.search(role)
