"""Whose CV it is, and what it says of him, found without a language model: pure."""

import re
from collections.abc import Iterable
from itertools import pairwise, takewhile

from agents.context import roles
from agents.context.details import EMAIL, PHONE, phones
from agents.context.glossary import LONGEST_LINE
from agents.context.logic import COMPANY, CV, OF_HEADINGS, Person, name_in
from agents.context.names import CAPITAL, UPPER
from agents.identify.sound import plain

# 'Robert "Bob" Smith', "Jean-Marc Petit (dit « John »)": what somebody is called beside his name.
CALLED = re.compile(
    r"\s*\(?(?P<how>dite?|alias|aka|known as|called|surnommée?)?\s?"
    r"(?:[«\"“]\s?(?P<quoted>[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})\s?[»\"”]|(?(how)(?P<plain>[A-ZÀ-ÖØ-Þ][\w'’-]{1,30})|(?!)))"
    r"\s?\)?"
)
# Around a name at the head of a CV: marks of Markdown, and what says that it is one.
MARKS = re.compile(r"^#{1,6}\s+|[*`]{1,3}")
OF_CV = re.compile(
    r"^(?:cv|curriculum vitae|r[ée]sum[ée])\s*(?:[:–—-]|de |of )\s*|['’]s (?:cv|r[ée]sum[ée])$",
    re.I,
)
GIVEN = re.compile(r"^(?:pr[ée]nom|first name|given name)\s*[:|]\s*(?P<name>\S.*)$", re.I)
FAMILY = re.compile(
    r"^(?:nom(?: de famille)?|last name|surname|family name)\s*[:|]\s*(?P<name>\S.*)$", re.I
)
# "First name(s) / Surname(s) | Ana Roy", "Nom et prénom : Ana Roy".
BOTH = re.compile(
    r"^(?:first names?(?:\(s\))?\s*/\s*(?:surname|last name)s?(?:\(s\))?|full name"
    r"|nom(?:s|\(s\))?\s*(?:et|/)\s*pr[ée]nom(?:s|\(s\))?"
    r"|pr[ée]nom(?:s|\(s\))?\s*(?:et|/)\s*nom(?:s|\(s\))?)\s*[:|]\s*(?P<name>\S.*)$",
    re.I,
)
# A name in two lines, or somewhere below: its surname in capitals and in his address.
GIVEN_ALONE = re.compile(rf"^{CAPITAL}(?<=[a-zà-ÿ])$")
FAMILY_ALONE = re.compile(rf"^[{UPPER}][{UPPER}'’-]{{2,}}$")
FAMILY_LAST = re.compile(rf"^{CAPITAL}(?<=[a-zà-ÿ])\s[{UPPER}][{UPPER}'’-]{{2,}}$")
# "MRCP", "MBE, PhD"
HONOURS = re.compile(r"^[A-Z][A-Za-z]{0,3}[A-Z](?:,?\s[A-Z][A-Za-z]{0,3}[A-Z])*$")
AFTER_NAME = re.compile(r"\s[–—|-]\s|,\s")
ROLE_LABEL = re.compile(
    r"^(?:poste|fonction|r[ôo]le|m[ée]tier|profession|position|job title|title)\s*:\s*", re.I
)
COMPANY_LABEL = re.compile(
    r"^(?:entreprise|soci[ée]t[ée]|organisation|organisme|employeur|company|employer|organi[sz]ation"
    r"|affiliation)\s*:\s*(?P<name>\S.*)$",
    re.I,
)
COMPETENCES = re.compile(r"comp[ée]tences|domaines d.expertise|skills|expertise", re.I)
PRIVATE = re.compile(
    r"^(?:née?\b|born\b|\d+ (?:ans|years)|mari[ée]e?\b|nationalit|permis\b|date of birth)", re.I
)


def owner_of(text: str) -> Person | None:
    """The person a CV is about: the name in its first lines, with what stands around it."""
    lines = [line.strip()[:LONGEST_LINE] for line in text.splitlines() if line.strip()]
    addresses = _letters("".join(EMAIL.findall(text)))
    bare = (OF_CV.sub("", MARKS.sub("", line)) for line in lines[:20])
    lines[:20] = _named_in_one(bare, addresses)
    heads = list(enumerate(lines[:8]))
    # Where the headings make a column of their own, it comes first.
    heads += [
        (i, line)
        for i, line in enumerate(lines)
        if FAMILY_LAST.match(line) and _letters(line.split()[-1]) in addresses
    ]
    found = ((i, owner) for i, line in heads if (owner := _named(line)) is not None)
    number, owner = next(found, (0, None))
    if owner is None:
        return None
    name, alias, rest = owner
    below = lines[number + 1 : number + 10]
    head = [*rest, *(line for line in below if name.casefold() not in line.casefold())]
    role = next((ROLE_LABEL.sub("", x) for x in head[:2] if _prose(x)), None)
    return Person(
        name=name,
        role=role,
        company=_company(role, head),
        email=next(iter(EMAIL.findall(text)), None),
        phone=next(iter(phones(text)), None),
        keywords=keywords_of(lines),
        passage=" – ".join([lines[number], *head[:2]]),
        alias=alias,
    )


def _named(line: str) -> tuple[str, str | None, list[str]] | None:
    """The name that a line begins with, what its owner is called, and what follows it there."""
    called = CALLED.search(AFTER_NAME.split(line, maxsplit=1)[0])
    bare = CALLED.sub(" ", line, count=1) if called else line
    first, *rest = AFTER_NAME.split(bare, maxsplit=1)
    whole = name_in(bare)
    name = whole or name_in(first)
    if name is None or roles.says_role(name):
        return None
    alias = (called["quoted"] or called["plain"]) if called else None
    return name, alias, rest if whole is None else []


def _named_in_one(lines: Iterable[str], addresses: str) -> list[str]:
    """The lines, with a given and a family name in lines of their own put into one."""
    kept = [line for line in lines if line]
    if whole := next((found for line in kept if (found := BOTH.match(line))), None):
        return [whole["name"], *(line for line in kept if line != whole[0])]
    for place, (above, below) in enumerate(pairwise(kept[:8])):
        alone = GIVEN_ALONE.match(above) and FAMILY_ALONE.match(below)
        if alone and _letters(below) in addresses:
            return [*kept[:place], f"{above} {below}", *kept[place + 2 :]]
    given = next((found for line in kept if (found := GIVEN.match(line))), None)
    family = next((found for line in kept if (found := FAMILY.match(line))), None)
    if given is None or family is None:
        return kept
    others = [line for line in kept if line not in (given[0], family[0])]
    return [f"{given['name']} {family['name']}", *others]


def _letters(text: str) -> str:
    """The letters as addresses have them: small, without accents or marks."""
    return plain(text).replace(" ", "")


def _prose(line: str) -> bool:
    """Whether a line may say what somebody does: no address, heading, date, birthday or honours."""
    other = (EMAIL.search(line), PHONE.search(line), re.match(r"^\d", line), PRIVATE.match(line))
    heading = line.lower().strip(" :")
    honours = HONOURS.match(line) and not roles.says_role(line)
    return (
        not any(other)
        and not honours
        and not heading.startswith(CV)
        and not OF_HEADINGS.issuperset(heading.split())
    )


def _company(role: str | None, head: list[str]) -> str | None:
    for line in head:
        if labelled := COMPANY_LABEL.match(line):
            return labelled["name"].strip()
    for line in ([role] if role else []) + head[:3]:
        for part in re.split(r"\s[–-]\s|,\s|\s\|\s", line):
            found = COMPANY.search(part)
            if found and _prose(part):
                return part[found.start() :].strip()
    return None


def keywords_of(lines: list[str], most: int = 12) -> list[str]:
    """What stands under a heading of competences."""
    heading = next((i for i, line in enumerate(lines) if COMPETENCES.match(line)), len(lines))
    body = takewhile(lambda line: not line.isupper(), lines[heading + 1 : heading + 6])
    words = (word.strip() for word in re.split(r"[,;.()]", " ".join(body)))
    return [word for word in words if 2 < len(word) < 40][:most]
