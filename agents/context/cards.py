"""People in lines of their own: contact sheets, "who's who", signatures. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from agents.context import called, roles
from agents.context.details import EMAIL, phones
from agents.context.listings import role_of
from agents.context.logic import Person
from agents.context.names import FULL, TITLE, UPPER, name_of

_ALONE = re.compile(rf"^\W*((?:{TITLE})?{FULL})\s*$")
# "Le président," or "la secrétaire de séance", above a name.
_SIGNS = re.compile(
    r"^\W*(?:(?P<article>(?:le|la|the)\s|l['’]))?"
    r"(?P<role>[^\W\d_][^,.:;|]{2,60}?)(?:,|(?(article)|(?!)))\s*$",
    re.I,
)
# Between an office and the name of whoever has it.
_SEAL = re.compile(r"^\W*(?:(?:original\s)?sign(?:é|ée|ed|ature)|/?s/|p\.\s?o\.?)\W*$", re.I)
# What ends a letter, above the name of whoever wrote it.
_CLOSING = re.compile(
    r"^\W*(?:yours?\s(?:sincerely|faithfully|truly|ever)|(?:with\s)?(?:(?:my\s)?(?:kind|best|warm)"
    r"(?:est)?\s)?(?:regards|wishes)|sincerely|respectfully|(?:bien\s|très\s)?cordialement"
    r"|bien à (?:vous|toi)|amicalement|respectueusement|[^:|]{0,80}\b(?:sincères\s)?salutations"
    r"(?:\s(?:distinguées|respectueuses|les meilleures))?)\s*[,.!]?\s*$",
    re.I,
)
# "Les intervenants" above a name is what all of them are.
_OF_SEVERAL = re.compile(r"^\W*(?:(?:les|nos|our|your|the)\s.*s|[^\W\d_]+s)\W*$", re.I)
# Of a line that says what somebody does.
LONGEST_ROLE = 90
# From so many characters on it may go on in the next line; and where a biography goes on.
WRAPPED = 30
_SENTENCE = re.compile(r"[.;]\s.*$|[.,;]$|,\s(?:elles?|ils?|she|he|they|where|who|qui|où)\s.*$")
# "ROY, Ana" alone in a line, above what is told of her.
_TURNED = re.compile(
    rf"^\W*(?P<family>[{UPPER}][{UPPER}'’ -]+),\s"
    rf"(?P<given>[{UPPER}][\w'’-]+(?:\s[{UPPER}][\w'’-]+)?)$"
)
_LABELLED = re.compile(r"\W*([^\W\d_]+)[\s.:]*+\d")
# Without an address so many have to have a role below them.
LEAST = 2
LAST_RUNS = 2


def cards(lines: Sequence[str], writers: Collection[str] = ()) -> list[Person]:
    """Whoever stands alone in a line with what he does in the next one, and an address below; or,
    without addresses, where several do, or one of the `writers` of the letter signs so."""
    runs = [list(run) for filled, run in groupby(lines, key=lambda x: bool(x.strip())) if filled]
    found = [person for run in runs for person in _cards(run)]
    listed = len(found) >= LEAST
    sure = (p for p in found if listed or p.email or p.phone or p.name in writers)
    # Where some have their surname first above what they do, so have the others.
    turned = [line.strip() for line in lines if _TURNED.match(line.strip())] if listed else []
    others = [Person(name, passage=line) for line in turned if (name := _name(line))]
    alike = sum(p.name in {other.name for other in others} for p in found) >= LEAST
    return [*sure, *(others if alike else ()), *_signed(lines), *_last(runs)]


def _last(runs: Sequence[Sequence[str]]) -> Iterator[Person]:
    """Who stands alone above his office at the end of a document, but for an address."""
    for run in runs[1:][-LAST_RUNS:]:
        if len(run) == 2 and (name := _name(run[0])) and _is_role(run[1]):
            yield Person(
                name, role=role_of(run[1].strip()), passage=" – ".join(map(str.strip, run))
            )


def _cards(run: Sequence[str]) -> Iterator[Person]:
    """The cards of lines without a blank between them; none where roles stand above names."""
    named = [i for i, line in enumerate(run) if _name(line)]
    cards = [i for i in named if i + 1 < len(run) and _is_role(run[i + 1])]
    # The first of them has no role above, and the last name of all one below.
    if not cards or (cards[0] and _is_role(run[cards[0] - 1])) or _ends_with_name(run):
        return
    marks = Counter(_mark(run, card) for card in cards)
    for card in named:
        # Whose work has no usual name is known by what stands below it in other cards.
        if card not in cards and marks[_mark(run, card) or ""] < LEAST:
            continue
        end = next((i for i in named if i > card), len(run))
        about = "\n".join(run[card:end])
        emails, numbers = EMAIL.findall(about), phones(about)
        yield Person(
            name=_name(run[card]) or "",
            role=role_of(_role(run[card + 1 : end])),
            email=emails[0] if len(emails) == 1 else None,
            phone=numbers[0] if len(numbers) == 1 else None,
            passage=" – ".join(line.strip() for line in run[card : card + 2]),
            alias=called.apart(run[card])[1],
        )


def _mark(run: Sequence[str], card: int) -> str | None:
    """The word before a number two lines below a name: "poste" of "poste 4001"."""
    labelled = _LABELLED.match("".join(run[card + 2 : card + 3]))
    return labelled[1].casefold() if labelled and not _name(run[card + 1]) else None


def _role(below: Sequence[str]) -> str:
    """What the lines below a name say that its owner does, up to where it is told of him."""
    line, more = below[0].strip(" -•*\t"), "".join(below[1:2]).strip()
    if len(line) >= WRAPPED and more[:1].islower() and not _LABELLED.match(more):
        line = f"{line} {more}"
    return _SENTENCE.sub("", line)


def _ends_with_name(run: Sequence[str]) -> bool:
    return _name(run[-1]) is not None and _is_role(run[-2])


def _signed(lines: Sequence[str]) -> Iterator[Person]:
    """Who signs below his office, "Le président,", or below what ends a letter."""
    filled = [line for line in lines if line.strip() and not _SEAL.match(line)]
    for place, (above, line) in enumerate(pairwise(filled)):
        name = _name(line)
        if name is None:
            continue
        signs = _SIGNS.match(above)
        if signs and roles.says_role(signs["role"]):
            yield Person(name, role=signs["role"], passage=f"{above.strip()} {line.strip()}")
        # Above another's office stands what he has it of.
        elif _CLOSING.match(above) and not _name("".join(filled[place + 3 : place + 4])):
            below = "".join(filled[place + 2 : place + 3])
            role = role_of(below.strip()) if _is_role(below) else None
            yield Person(name, role=role, passage=f"{line.strip()} – {below.strip()}"[:200])


def _name(line: str) -> str | None:
    """The name, if the line is one."""
    if turned := _TURNED.match(line.rstrip()):
        return name_of(f"{turned['given']} {turned['family']}")
    alone = _ALONE.match(called.apart(line)[0])
    return name_of(alone[1]) if alone else None


def _is_role(line: str) -> bool:
    bare = _SENTENCE.sub("", line.strip(" -•*\t"))
    return (
        len(bare) <= LONGEST_ROLE
        and ":" not in bare
        and roles.says_role(bare)
        and not _OF_SEVERAL.match(bare)
    )
