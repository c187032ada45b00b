"""Forms: values beside labels, "Nom ....... : ROY", several forms in a document too. Pure."""

import re
from collections.abc import Iterator, Sequence

from agents.context.details import EMAIL, phones
from agents.context.listings import is_sure
from agents.context.logic import Person, capitalised, name_in
from agents.context.names import name_of

_MANY = r"(?:e?s|\(s\))?"
_FAMILY = (
    rf"(?:noms?{_MANY}(?: (?:de famille|d['’]usage|usuel))?|(?:sur|last |family )names?{_MANY})"
)
_GIVEN = rf"(?:pr[ée]nom{_MANY}(?: usuel| d['’]usage)?|(?:first |given |fore)names?{_MANY})"
_AND = r"\s?(?:/|,|&|\+|\bet\b|\band\b)\s?"
_LABELS = {
    "both": rf"{_FAMILY}{_AND}{_GIVEN}|{_GIVEN}{_AND}{_FAMILY}|full name|nom complet"
    r"|name and surname",
    "called": r"preferred name|known as|surnom|nickname",
    "given": _GIVEN,
    "family": rf"{_FAMILY}|name",
    "role": r"(?:fonction|occupation)(?: ou poste occupé| or position held)?|r[ôo]le|qualit[ée]"
    r"|poste(?: occupé| actuel)?|m[ée]tier|profession|(?:current )?position|(?:job )?title",
    "company": r"entreprise|soci[ée]t[ée]|organisation|organisme|employeur|company|employer"
    r"|organi[sz]ation|affiliation|structure|[ée]tablissement|institution"
    r"|nom (?:et adresse )?de l['’]employeur|name (?:and address )?of employer",
}
# A mark, dots that lead to the value, or a wide gap.
_LEADER = r"\s?(?:\([^()]{1,30}\))?(?:[\s._…·]*+[:|=]|\s*+[._…·]{3,}+|\t| {3})[\s._…]*+"
_LABEL = re.compile(
    r"(?:(?<![\w'’-])(?:"
    + "|".join(f"(?P<{kind}>{label})" for kind, label in _LABELS.items())
    + rf"))(?![\w'’]){_LEADER}",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^\W*+(?:\d{1,2}\W{1,3})?$")
# "Candidate 2     Surname: ROY     First name: Ana"
_WHICH = re.compile(r"^\s*+[^\W\d_][^:|\t]{1,40}+(?<=\s\s)$")
_ENDS = re.compile(r"\t|\s{3}|\s\||\s\[")
_NAMES = frozenset(("both", "given", "family"))
# Lines without a label end a form.
LONGEST_GAP = 12


def fields_of(line: str) -> dict[str, str]:
    """What a line of a form says, by kind of label: the first stands at its beginning."""
    labels = list(_LABEL.finditer(line))
    before = line[: labels[0].start()] if labels else ""
    both = {"family", "given"} <= {label.lastgroup for label in labels}
    if not labels or not (_BEFORE.match(before) or (both and _WHICH.match(before))):
        return {}
    ends = [label.start() for label in labels[1:]] + [len(line)]
    found = {
        str(label.lastgroup): _ENDS.split(line[label.end() : end])[0].strip(" *_.…,;|-–")
        for label, end in zip(labels, ends, strict=True)
    }
    return {kind: value for kind, value in found.items() if re.search(r"[^\W\d_]", value)}


def people(lines: Sequence[str]) -> Iterator[Person]:
    """Whose forms the lines are."""
    form: dict[str, str] = {}
    told: list[str] = []
    gap = 0
    for line in lines:
        fields = fields_of(line)
        gap = 0 if fields else gap + 1
        if form and (gap > LONGEST_GAP or _NAMES & form.keys() & fields.keys()):
            yield from _person(form, told)
            form, told = {}, []
        form |= {kind: value for kind, value in fields.items() if kind not in form}
        told += [line] if form and line.strip() else []
    yield from _person(form, told)


def _person(form: dict[str, str], told: Sequence[str]) -> Iterator[Person]:
    name = full_name(form)
    if name is None and (whole := form.get("family")) and is_sure(whole, form.get("role")):
        name = name_of(whole)
    if name is not None:
        about = "\n".join(told)
        yield Person(
            name,
            role=form.get("role"),
            company=form.get("company"),
            email=next(iter(EMAIL.findall(about)), None),
            phone=next(iter(phones(about)), None),
            passage=" – ".join(line.strip() for line in told)[:200],
            alias=form.get("called"),
        )


def full_name(form: dict[str, str]) -> str | None:
    """The name that a form gives in one value, or in one for each part."""
    if both := form.get("both"):
        family, _, given = both.partition(",")
        return name_in(f"{given} {family}".strip() if given else both)
    given, family = form.get("given", "").split(",")[0], form.get("family", "")
    parts = [capitalised(part) if part.isupper() or part.islower() else part
             for part in (given, family)]  # fmt: skip
    return name_in(" ".join(parts)) if all(parts) else None
