"""People in lines of their own: contact sheets, "who's who", signatures. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise

from agents.context import roles
from agents.context.details import EMAIL, phones
from agents.context.listings import role_of
from agents.context.logic import PARTICLES, Person
from agents.context.names import FULL, TITLE, name_of

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
# Of a line that says what somebody does.
LONGEST_ROLE = 80
WIDEST = 400
# "Ana Roy (dite Nana) Directrice poste 4001"
_ALSO = re.compile(r"\s\((?:dite?|alias|aka|known as)\s(?P<alias>[^\W\d_][\w'’-]{1,30})\)", re.I)
_REACHED = re.compile(
    r"\b(?:poste|ext(?:ension|\.)?|bip|bleep|t[ée]l\.?|phone|mobile)\W*\d|\d{4}", re.I
)
# Without an address so many have to have a role below them.
LEAST = 2


def cards(lines: Sequence[str], writers: Collection[str] = ()) -> list[Person]:
    """Whoever stands alone in a line with what he does in the next one, and an address below; or,
    without addresses, where several do, or one of the `writers` of the letter signs so."""
    runs = [list(run) for filled, run in groupby(lines, key=lambda x: bool(x.strip())) if filled]
    found = [person for run in runs for person in _cards(run)]
    listed = len(found) >= LEAST
    sure = (p for p in found if listed or p.email or p.phone or p.name in writers)
    return [*sure, *_signed(lines), *_on_badges(lines)]


def _cards(run: Sequence[str]) -> Iterator[Person]:
    """The cards of lines without a blank between them; none where roles stand above names."""
    named = [i for i, line in enumerate(run) if _name(line)]
    cards = [i for i in named if i + 1 < len(run) and _is_role(run[i + 1])]
    # The first of them has no role above, and the last name of all one below.
    if not cards or (cards[0] and _is_role(run[cards[0] - 1])) or _ends_with_name(run):
        return
    for card in cards:
        end = next((i for i in named if i > card), len(run))
        about = "\n".join(run[card:end])
        emails, numbers = EMAIL.findall(about), phones(about)
        yield Person(
            name=_name(run[card]) or "",
            role=role_of(run[card + 1].strip(" -•*\t")),
            email=emails[0] if len(emails) == 1 else None,
            phone=numbers[0] if len(numbers) == 1 else None,
            passage=" – ".join(line.strip() for line in run[card : card + 2]),
        )


def _on_badges(lines: Sequence[str]) -> Iterator[Person]:
    """Everybody below a photo: "Ana Roy Directrice poste 4001 | Luc Petit Logistique"."""
    cells = (
        line for line in lines if len(line) < WIDEST and ("|" in line or _REACHED.search(line))
    )
    told = [(line, list(_badges(line))) for line in cells]
    sure = sum(roles.says_role(role) for _, found in told for _, role in found)
    if sure < LEAST or 2 * sure < sum(len(found) for _, found in told):
        return
    for line, found in told:
        numbers = phones(line)
        for name, role in found:
            phone = numbers[0] if len(numbers) == 1 == len(found) else None
            called = re.search(rf"{re.escape(name)}{_ALSO.pattern}", line, re.I)
            alias, passage = called["alias"] if called else None, f"{name} – {role}"[:200]
            yield Person(name, role=role_of(role), phone=phone, passage=passage, alias=alias)


def _badges(line: str) -> Iterator[tuple[str, str]]:
    """The cells of a line that begin with a name and go on with what its owner does."""
    for cell in filter(None, map(str.strip, line.split("|"))):
        words = _ALSO.sub("", cell).split()
        split = [(name, words[n:]) for n in (2, 3, 4) if (name := _named(words[:n], words[n:]))]
        found = next((x for x in split if roles.says_role(x[1][0])), next(iter(split), None))
        if found and (roles.says_role(found[1][0]) or _REACHED.search(cell)):
            yield found[0], _REACHED.split(" ".join(found[1]))[0].strip(" ,–-")


def _named(words: Sequence[str], rest: Sequence[str]) -> str | None:
    return name_of(" ".join(words)) if rest and words[-1].lower() not in PARTICLES else None


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
    alone = _ALONE.match(line)
    return name_of(alone[1]) if alone else None


def _is_role(line: str) -> bool:
    bare = line.strip(" -•*\t")
    return len(bare) <= LONGEST_ROLE and ":" not in bare and roles.says_role(bare)
