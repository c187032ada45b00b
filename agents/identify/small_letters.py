"""Transcripts without capitals, as some recognisers write them: known names get theirs. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.identify.dialogue import Turn
from agents.identify.names import COMMON, Known

# Of all letters; in ordinary text capitals are ten times as many.
FEW_CAPITALS = 0.002
# Marks of punctuation, of all words; in ordinary text every sixth word or so has one.
FEW_MARKS = 0.02
SHORTEST = 4
_NOT_THANKED = r"(?<!merci )(?<!remercie )(?<!bravo )(?<!thanks )(?<!thank you )"


def spelled(turns: Sequence[Turn], people: Sequence[Known]) -> list[Turn]:
    """The turns, with the names of known people written as in the documents where next to nothing
    has a capital.

    Without punctuation nothing shows whom a first name calls, nor whether whoever is named after
    thanks is thanked or asked: there full names alone are written, and none after thanks.
    """
    whole = " ".join(turn.text for turn in turns)
    if sum(map(str.isupper, whole)) > FEW_CAPITALS * sum(map(str.isalpha, whole)):
        return list(turns)
    marked = len(re.findall(r"[,.;:!?…]", whole)) > FEW_MARKS * len(whole.split())
    said = {name.lower(): name for name in _names(people, parts=marked) if name.lower() in whole}
    if not said:
        return list(turns)
    longest_first = sorted(map(re.escape, said), key=len, reverse=True)
    before = r"(?<![\w-])" if marked else rf"(?<![\w-]){_NOT_THANKED}"
    pattern = re.compile(rf"{before}(?:{'|'.join(longest_first)})(?![\w-])")
    return [replace(t, text=pattern.sub(lambda m: said[m[0]], t.text)) for t in turns]


def _names(people: Sequence[Known], *, parts: bool) -> Iterator[str]:
    for person in people:
        if " " in person.name:
            yield person.name
        for part in person.name.split() if parts else ():
            if len(part) >= SHORTEST and part.lower() not in COMMON:
                yield part
