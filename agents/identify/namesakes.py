"""Which of several known people who bear a name is meant: pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agents.identify import names
from agents.identify.names import SEX, Heard, Known
from agents.identify.phrases import Said

# As good as a name said by its sound: what else the document says of its bearers decides.
LIKENESS = 0.95
# Of two who bear a name, one may be heard this much better and the other be meant.
_AS_ALIKE = 0.04
_RANKS = {
    **dict.fromkeys(("dr", "docteur", "docteure", "doctor"), "doctor"),
    **dict.fromkeys(("pr", "prof", "professeur", "professeure", "professor"), "professor"),
    **dict.fromkeys(("judge", "juge"), "judge"),
    "councillor": "councillor",
    "constable": "constable",
}
# French roles with two forms; English ones have none of these endings.
_HERS = re.compile(
    r"(?:trice|euse|ière|ienne|seure|llère|ésidente|djointe|ocate|guée|élue|putée|rante)$"
)
_HIS = re.compile(r"(?:teur|ien|ésident|djoint|ocat|gué|élu|puté|nseiller|firmier|érant)$")
_WRITTEN = re.compile(
    rf"\b(?P<title>{'|'.join(_RANKS)})\.?\s+(?=(?P<name>\S+(?:\s+\S+){{0,3}}))", re.IGNORECASE
)


def meant(said: Said, people: Sequence[Known]) -> Heard | None:
    """The only bearer of a name whose title in the documents fits the one that he is called by, and
    who is not absent, as far as either tells them apart."""
    fits = bearers(said, people)
    rank = _RANKS.get(said.title.casefold().strip("."))
    if said.title:
        fitting = {n: h for n, h in fits.items() if _written_rank(n, people) == rank}
        fits = _of_sex(said.title, fitting or fits, people)
    if len(fits) > 1:
        absent = {person.name for person in people if person.absent}
        fits = {n: h for n, h in fits.items() if n not in absent}
    if len(fits) != 1:
        return None
    heard = next(iter(fits.values()))
    return replace(heard, likeness=min(heard.likeness, LIKENESS))


def bearers(said: Said, people: Sequence[Known]) -> dict[str, Heard]:
    """By name, those whom the name that is said may mean equally well."""
    heard = [names.resolve(said.name, [person], title=said.title) for person in people]
    fits = [h for h in heard if h is not None and h.known is not None]
    best = max((h.likeness for h in fits), default=0.0)
    return {h.name: h for h in fits if h.likeness >= best - _AS_ALIKE}


def _of_sex(title: str, bearers: Mapping[str, Heard], people: Sequence[Known]) -> dict[str, Heard]:
    """Without those whose role in a document is written as the other sex's."""
    sex = SEX.get(title.casefold().strip("."))
    sexes = {p.name: {_sex(q.role) for q in people if q.name == p.name} for p in people}
    return {n: h for n, h in bearers.items() if sex is None or sexes[n] <= {None, sex}}


def _sex(role: str | None) -> str | None:
    """By how French writes what somebody is, where it has two forms: directrice, adjoint."""
    first = (role or "").casefold().partition(" ")[0]
    if _HERS.search(first):
        return "f"
    return "m" if _HIS.search(first) else None


def _written_rank(name: str, people: Sequence[Known]) -> str | None:
    """The rank that a document gives before somebody's name: "Dr Ana Roy"."""
    titles = (names.written_title(p, _WRITTEN) for p in people if p.name == name)
    return next((_RANKS[title] for title in titles if title is not None), None)
