"""Whose CV it is, and what it says of him, found without a language model: pure."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from agents.context import called, forms, roles
from agents.context.details import EMAIL, PHONE, phones
from agents.context.extract import PAGE
from agents.context.file_names import OF_CV as OF_FILE
from agents.context.file_names import OF_NONE, named_in
from agents.context.glossary import LONGEST_LINE
from agents.context.logic import COMPANY, CV, OF_HEADINGS, Person, capitalised, name_in
from agents.context.names import CAPITAL, UPPER, name_of
from agents.identify.sound import plain

# Around a name at the head of a CV: marks of Markdown, and what says that it is one.
MARKS = re.compile(r"^#{1,6}\s+|[*`]{1,3}")
OF_CV = re.compile(
    r"^(?:cv|curriculum vitae|r[ée]sum[ée])\s*(?:[:–—-]|de |of |\s)\s*"
    r"|(?:['’]s|\s[–—|-]|\s)\s?(?:cv|r[ée]sum[ée]|curriculum vitae)$",
    re.I,
)
# Between what stands beside each other in the head of a page, and what an address begins with.
APART = re.compile(r"\t+| {3,}")
ADDRESS = re.compile(
    rf"(?:\b(?:t[ée]l(?:[ée]phone)?|phone|mob(?:ile)?|e-?mail|courriel|m[ée]l)\b\W{{0,5}})?"
    rf"(?:{EMAIL.pattern}|{PHONE.pattern}|\b(?:https?://|www\.)\S+).*$",
    re.I,
)
# Of the pages of a CV, at their foot.
PAGE_MARK = re.compile(
    r"(?:\bpage|\bp\.)\s?\d{1,3}(?:\s?(?:/|sur|of)\s?\d{1,3})?|^\d{1,3}\s?(?:/|sur|of)\s?\d{1,3}"
    r"|\d{1,3}\s?(?:/|sur|of)\s?\d{1,3}$",
    re.I,
)
# A name in two lines, or somewhere below: its surname in capitals and in his address.
GIVEN_ALONE = re.compile(rf"^{CAPITAL}(?<=[a-zà-ÿ])$")
FAMILY_ALONE = re.compile(rf"^[{UPPER}][{UPPER}'’-]{{2,}}$")
FAMILY_LAST = re.compile(rf"^{CAPITAL}(?<=[a-zà-ÿ])\s[{UPPER}][{UPPER}'’-]{{2,}}$")
# "MRCP", "MBE, PhD"
HONOURS = re.compile(r"^[A-Z][A-Za-z]{0,3}[A-Z](?:,?\s[A-Z][A-Za-z]{0,3}[A-Z])*$")
AFTER_NAME = re.compile(r"\s[–—|-]\s|,\s")
COMPETENCES = re.compile(r"comp[ée]tences|domaines d.expertise|skills|expertise", re.I)
PRIVATE = re.compile(
    r"^(?:née?\b|born\b|\d+ (?:ans|years)|mari[ée]e?\b|nationalit|permis\b|date (?:of birth|de"
    r" naissance)|(?:adresse|address|sexe?|gender|e-?mail|courri?el|courrier|t[ée]l[ée]phone|phone"
    r"|linkedin|place of work|lieu de travail|(?:field|languages?|langues?)(?=\s?[|:]))\b|www\."
    r"|https?:|[\W_]+$)",
    re.I,
)
# What the column beside that of the name begins with.
ASIDE = re.compile(r"^(?:contact|coordonnées|personal details|informations?\b.{0,30})\W*$", re.I)
MOST_BLOCKS = 6
BESIDE = " |–—-·•,;(<[\t"


def owner_of(text: str) -> Person | None:
    """The person a CV is about: the name in its first lines, with what stands around it."""
    lines = _lines(text)
    addresses = _letters("".join(EMAIL.findall(text)))
    lines = _in_one_line(lines, addresses)
    lines[:20] = _named_in_one(lines[:20])
    for place in _places(text, lines, addresses):
        owner = _named(lines[place])
        if owner is not None and _is_somebody(owner[0], addresses):
            return _person(text, lines, place, owner)
    at_foot = filter(None, map(_named, _feet(text)))
    owner = next((owner for owner in at_foot if _is_somebody(owner[0], addresses)), None)
    return None if owner is None else _person(text, ["", *lines], 0, (*owner[:2], []))


def named_by_file(file_name: str, text: str) -> Person | None:
    """The person whose CV a file is by its name, if that has one, or if the text begins with one
    and what he does."""
    if not OF_FILE.search(file_name) or OF_NONE.search(file_name):
        return None
    owner, name = owner_of(text), named_in(file_name, text)
    if owner is not None and (
        plain(owner.name.split()[-1]) in plain(file_name) or roles.says_role(owner.role or "")
    ):
        return owner
    return None if name is None else _person(text, ["", *_lines(text)], 0, (name, None, []))


def _lines(text: str) -> list[str]:
    """The lines with something in them; in the first ones what stands beside each other apart."""
    filled = [line.strip()[:LONGEST_LINE] for line in text.splitlines() if line.strip()]
    lines: list[str] = []
    for line in filled[:20]:
        bare = MARKS.sub("", line)
        parts = [bare] if forms.fields_of(bare) else APART.split(bare)
        lines += [OF_CV.sub("", ADDRESS.sub("", part).rstrip(BESIDE) or part) for part in parts]
    return [*filter(None, lines), *filled[20:]]


def _places(text: str, lines: list[str], addresses: str) -> Iterator[int]:
    """The lines that may have the name: the first ones, but after a column of addresses those that
    begin another; any with a surname in capitals that is in an address."""
    if lines and ASIDE.match(lines[0]):
        blocks = re.split(r"\n[^\S\n]*+\n", text)[1 : MOST_BLOCKS + 1]
        begun = [block.strip().splitlines()[0].strip() for block in blocks if block.strip()]
        yield from (lines.index(line) for line in begun if line in lines)
    yield from range(min(8, len(lines)))
    # Where the headings make a column of their own, it comes first.
    for place, line in enumerate(lines):
        if FAMILY_LAST.match(line) and _letters(line.split()[-1]) in addresses:
            yield place


def _feet(text: str) -> Iterator[str]:
    """What stands at the foot of the pages beside their numbers, or beside what the document is."""
    for page in text.split(PAGE):
        for line in [line.strip() for line in page.splitlines() if line.strip()][-2:]:
            bare = OF_CV.sub("", PAGE_MARK.sub("", line).strip(BESIDE)).strip(BESIDE)
            if bare != line:
                yield bare


def _person(
    text: str, lines: list[str], number: int, owner: tuple[str, str | None, list[str]]
) -> Person:
    """What the CV says of its owner, who is named in the line of that number."""
    name, alias, rest = owner
    below = lines[number + 1 : number + 10]
    head = [*rest, *(line for line in below if name.casefold() not in line.casefold())]
    told, later = _labelled(head), _labelled(lines)
    role = told.get("role") or next((x for x in head[:2] if _prose(x)), later.get("role"))
    company = told.get("company") or _company(role, head) or later.get("company")
    return Person(
        name=name,
        role=role,
        company=company,
        email=next(iter(EMAIL.findall(text)), None),
        phone=next(iter(phones(text)), None),
        keywords=keywords_of(lines),
        passage=" – ".join([line for line in (lines[number], *head[:2]) if line]),
        alias=capitalised(alias) if alias and alias.isupper() else alias or called.said(text, name),
    )


def _labelled(lines: list[str]) -> dict[str, str]:
    """The values that stand beside labels, the first of each kind."""
    return {k: value for line in reversed(lines) for k, value in forms.fields_of(line).items()}


def _named(line: str) -> tuple[str, str | None, list[str]] | None:
    """The name that a line begins with, what its owner is called, and what follows it there."""
    first, *rest = AFTER_NAME.split(line, maxsplit=1)
    bare, alias = called.apart(first)
    whole = name_in(called.apart(line)[0])
    turned = _turned(first, rest)
    name = whole or turned or name_in(bare)
    if name is None or roles.says_role(name):
        return None
    return name, alias, [] if whole or turned else rest


def _turned(first: str, rest: list[str]) -> str | None:
    """ "ROY, Ana" is Ana Roy."""
    comes_first = FAMILY_ALONE.match(first) and rest and GIVEN_ALONE.match(rest[0])
    return name_in(f"{rest[0]} {first}") if comes_first else None


def _is_somebody(name: str, addresses: str) -> bool:
    """Whether a name is no heading; who is called as things are has it in his address."""
    return name_of(name) is not None or _letters(name.split()[-1]) in addresses


def _in_one_line(lines: list[str], addresses: str) -> list[str]:
    """The lines, with a given name alone and below it a family name that is in an address put into
    one: in a page of two columns they stand anywhere."""
    for place, (above, below) in enumerate(pairwise(lines)):
        alone = GIVEN_ALONE.match(above) and FAMILY_ALONE.match(below)
        if alone and _letters(below) in addresses:
            return [*lines[:place], f"{above} {below}", *lines[place + 2 :]]
    return lines


def _named_in_one(lines: list[str]) -> list[str]:
    """The lines, with a given and a family name that stand beside labels put into one."""
    name = forms.full_name(_labelled(lines))
    if name is None:
        return lines
    others = [x for x in lines if not {"both", "given", "family"} & forms.fields_of(x).keys()]
    return [name, *others]


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
