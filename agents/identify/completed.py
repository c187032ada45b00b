"""Names that documents have with an initial only, completed by what is said: pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.identify.names import Known
from agents.identify.sound import plain

_INITIAL = re.compile(r"(?P<initial>[^\W\d_][a-zà-ÿ]?)\. (?P<surname>[^.]+)")


def completed(people: Sequence[Known], texts: Sequence[str]) -> list[Known]:
    """The people, "G. Pellew" as "Gordon Pellew" if the texts have that, and no other first name
    that begins so before the surname."""
    return [_completed(person, texts) for person in people]


def _completed(person: Known, texts: Sequence[str]) -> Known:
    short = _INITIAL.fullmatch(person.name)
    if short is None:
        return person
    before = re.compile(rf"\b([^\W\d_][\w'’-]{{2,}}) {re.escape(short['surname'])}\b")
    said = {first for text in texts for first in before.findall(text) if first[0].isupper()}
    firsts = [first for first in said if plain(first).startswith(plain(short["initial"]))]
    if len(firsts) != 1:
        return person
    return replace(person, name=f"{firsts[0]} {short['surname']}")
