"""Which of several known people who bear a name is meant: pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.identify import names
from agents.identify.names import Heard, Known
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
_WRITTEN = re.compile(
    rf"\b(?P<title>{'|'.join(_RANKS)})\.?\s+(?=(?P<name>\S+(?:\s+\S+){{0,3}}))", re.IGNORECASE
)


def meant(said: Said, people: Sequence[Known]) -> Heard | None:
    """The only bearer of a name whose title in the documents fits the one that he is called by, and
    who is not absent, as far as either tells them apart."""
    bearers = _bearers(said, people)
    rank = _RANKS.get(said.title.casefold().strip("."))
    if said.title:
        fitting = {n: h for n, h in bearers.items() if _written_rank(n, people) == rank}
        bearers = fitting or bearers
    if len(bearers) > 1:
        absent = {person.name for person in people if person.absent}
        bearers = {n: h for n, h in bearers.items() if n not in absent}
    if len(bearers) != 1:
        return None
    heard = next(iter(bearers.values()))
    return replace(heard, likeness=min(heard.likeness, LIKENESS))


def _bearers(said: Said, people: Sequence[Known]) -> dict[str, Heard]:
    """By name, those whom the name that is said may mean equally well."""
    heard = [names.resolve(said.name, [person], title=said.title) for person in people]
    fits = [h for h in heard if h is not None and h.known is not None]
    best = max((h.likeness for h in fits), default=0.0)
    return {h.name: h for h in fits if h.likeness >= best - _AS_ALIKE}


def _written_rank(name: str, people: Sequence[Known]) -> str | None:
    """The rank that a document gives before somebody's name: "Dr Ana Roy"."""
    titles = (names.written_title(p, _WRITTEN) for p in people if p.name == name)
    return next((_RANKS[title] for title in titles if title is not None), None)
