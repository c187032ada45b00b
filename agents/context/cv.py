"""Whose CV it is, and what it says of him, found without a language model: pure."""

import re
from collections.abc import Iterable

from agents.context import roles
from agents.context.details import EMAIL, PHONE, phones
from agents.context.glossary import LONGEST_LINE
from agents.context.logic import COMPANY, CV, OF_HEADINGS, Person, name_in

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
GIVEN = re.compile(r"^(?:pr[ée]nom|first name|given name)\s*:\s*(?P<name>\S.*)$", re.I)
FAMILY = re.compile(
    r"^(?:nom(?: de famille)?|last name|surname|family name)\s*:\s*(?P<name>\S.*)$", re.I
)
AFTER_NAME = re.compile(r"\s[–—|-]\s|,\s")
ROLE_LABEL = re.compile(
    r"^(?:poste|fonction|r[ôo]le|m[ée]tier|profession|position|job title|title)\s*:\s*", re.I
)
COMPANY_LABEL = re.compile(
    r"^(?:entreprise|soci[ée]t[ée]|organisation|organisme|employeur|company|employer|organi[sz]ation"
    r"|affiliation)\s*:\s*(?P<name>\S.*)$",
    re.I,
)
PRIVATE = re.compile(
    r"^(?:née?\b|born\b|\d+ (?:ans|years)|mari[ée]e?\b|nationalit|permis\b|date of birth)", re.I
)


def owner_of(text: str) -> Person | None:
    """The person a CV is about: the name in its first lines, with what stands around it."""
    lines = [line.strip()[:LONGEST_LINE] for line in text.splitlines() if line.strip()]
    lines[:20] = _named_in_one(OF_CV.sub("", MARKS.sub("", line)) for line in lines[:20])
    for number, line in enumerate(lines[:8]):
        called = CALLED.search(AFTER_NAME.split(line, maxsplit=1)[0])
        bare = CALLED.sub(" ", line, count=1) if called else line
        first, *rest = AFTER_NAME.split(bare, maxsplit=1)
        name = name_in(bare) or name_in(first)
        if name is not None and not roles.says_role(name):
            head = [*(rest if name_in(bare) is None else ()), *lines[number + 1 : number + 10]]
            role = next((ROLE_LABEL.sub("", x) for x in head[:2] if _prose(x)), None)
            return Person(
                name=name,
                role=role,
                company=_company(role, head),
                email=next(iter(EMAIL.findall(text)), None),
                phone=next(iter(phones(text)), None),
                keywords=keywords_of(lines),
                passage=" – ".join([line, *head[:2]]),
                alias=(called["quoted"] or called["plain"]) if called else None,
            )
    return None


def _named_in_one(lines: Iterable[str]) -> list[str]:
    """The lines, with a given and a family name in lines of their own put into one."""
    kept = [line for line in lines if line]
    given = next((found for line in kept if (found := GIVEN.match(line))), None)
    family = next((found for line in kept if (found := FAMILY.match(line))), None)
    if given is None or family is None:
        return kept
    others = [line for line in kept if line not in (given[0], family[0])]
    return [f"{given['name']} {family['name']}", *others]


def _prose(line: str) -> bool:
    """Whether a line may say what somebody does: no address, heading, date or birthday."""
    other = (EMAIL.search(line), PHONE.search(line), re.match(r"^\d", line), PRIVATE.match(line))
    heading = line.lower().strip(" :")
    return (
        not any(other)
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
    for number, line in enumerate(lines):
        if re.match(r"^(comp[ée]tences|domaines d.expertise|skills|expertise)", line, re.I):
            body = []
            for following in lines[number + 1 : number + 6]:
                if following.isupper():
                    break
                body.append(following)
            words = re.split(r"[,;.()]", " ".join(body))
            return [w.strip() for w in words if 2 < len(w.strip()) < 40][:most]
    return []
