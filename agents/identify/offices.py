"""Who is called by an office: "madame la présidente", "Mr Chairman", "Thank you, Chair". Pure.

Offices are those that documents give, whatever their words.
"""

import re
from collections.abc import Iterator, Sequence

from agents.identify import names, namesakes
from agents.identify.names import SEX, Heard, Known, written_sex
from agents.identify.phrases import Said
from agents.identify.sound import plain

# An office says who is meant a little less surely than a name.
LIKENESS = 0.95
_ARTICLE = re.compile(r"l['’]|l[ae] ")
_NEXT = re.compile(r"[,;/(|]| et | and | & | [–—-] ")
# What an office is of: "Chair of the board".
_OF = frozenset(("of", "for", "at", "to", "in", "de", "du", "des", "d", "a", "au", "aux", "en"))


def whom(said: Said, people: Sequence[Known]) -> Heard | None:
    """Whom a phrase calls by name, or else by an office that one known person, and no other, has.

    None where it says neither.
    """
    if _ARTICLE.match(said.name):
        return _holder(said, people)
    heard = names.resolve(said.name, people, title=said.title) or namesakes.meant(said, people)
    return heard if heard is not None and heard.known else _holder(said, people) or heard


def _holder(said: Said, people: Sequence[Known]) -> Heard | None:
    """Without a title, a capital where a sentence begins tells nothing of an office."""
    if not said.title and said.passage.startswith(said.name):
        return None
    words = plain(_ARTICLE.sub("", said.name, count=1)).split()
    sex = SEX.get(said.title.casefold().strip("."))
    holders = [
        person
        for person in people
        if any(_is(words, office) for office in _offices(person))
        and (sex is None or written_sex(person) in (None, sex))
    ]
    if len({person.name for person in holders}) != 1:
        return None
    return Heard(words[0], holders[0].name, holders[0], LIKENESS, office=True)


def _offices(person: Known) -> Iterator[list[str]]:
    """The words of each of somebody's offices."""
    for told in (person.role, person.office):
        for office in _NEXT.split(told or ""):
            yield plain(office).split()


def _is(words: Sequence[str], office: Sequence[str]) -> bool:
    """Whether the words are the office, but for what it is of: a "maire adjoint" is no "maire"."""
    rest = office[len(words) :]
    return [*office[: len(words)]] == [*words] and (not rest or rest[0] in _OF)
