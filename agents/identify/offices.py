"""Who is called by an office: "madame la présidente", "Mr Chairman", "Thank you, Chair". Pure.

Offices are those that documents give, whatever their words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from agents.context.roles import says_role
from agents.identify import names, namesakes
from agents.identify.names import SEX, Heard, Known, written_sex
from agents.identify.phrases import Said
from agents.identify.sound import alike, plain

# An office says who is meant a little less surely than a name.
LIKENESS = 0.95
SAME_SOUND = 0.95
_ARTICLE = re.compile(r"l['’]|(?:l[ae]|notre|our|the) ")
_NEXT = re.compile(r"[,;/(|]| et | and | & | [–—-] ")
# What an office is of: "Chair of the board".
_OF = frozenset(("of", "for", "at", "to", "in", "de", "du", "des", "d", "a", "au", "aux", "en"))
# A "vice president" is no "president".
_UNDER = frozenset(("vice", "former", "ex", "acting", "past", "honorary", "sous", "co"))


def whom(said: Said, people: Sequence[Known]) -> Heard | None:
    """Whom a phrase calls by name, or else by an office that one known person, and no other, has.

    None where it says neither. Where no mark ends a sentence after an office, the name goes on with
    the first word of the next: "Thank you Chairman Revenue was up".
    """
    if _ARTICLE.match(said.name):
        return holder(said, people)
    heard = names.resolve(said.name, people, title=said.title) or namesakes.meant(said, people)
    return heard if heard is not None and heard.known else holder(said, people) or heard


def holder(said: Said, people: Sequence[Known]) -> Heard | None:
    """Without a title, a capital where a sentence begins tells nothing of an office.

    With title and article also one that sounds like it: "madame la mer".
    """
    if not said.title and said.passage.startswith(said.name):
        return None
    words = plain(_ARTICLE.sub("", said.name, count=1)).split()
    sex = SEX.get(said.title.casefold().strip("."))
    fitting = [p for p in people if sex is None or written_sex(p) in (None, sex)]
    found = _only(words, fitting, _same)
    if found is None and _ARTICLE.match(said.name):
        return _only(words, fitting, _sounds)
    if found is None and said.onward and not _borne(words[1:], people):
        return _only(words[:1], fitting, _same)
    return found


def _only(
    words: Sequence[str], people: Sequence[Known], like: Callable[[str, str], bool]
) -> Heard | None:
    """Who alone has the office of these words; none has that of words in another script."""
    if not words:
        return None
    holders = [p for p in people if any(_is(words, office, like) for office in _offices(p))]
    person = names.only(holders)
    return None if person is None else Heard(words[0], person.name, person, LIKENESS, office=True)


def _same(word: str, written: str) -> bool:
    return word == written


def _sounds(word: str, written: str) -> bool:
    return alike(word, written) >= SAME_SOUND


def _borne(words: Sequence[str], people: Sequence[Known]) -> bool:
    """Whether any of the words is in somebody's name."""
    return any(word in plain(person.name).split() for person in people for word in words)


def _offices(person: Known) -> Iterator[list[str]]:
    """The words of each of somebody's offices."""
    for told in (person.role, person.office):
        for office in _NEXT.split(told or ""):
            yield plain(office).split()


def _is(words: Sequence[str], office: Sequence[str], like: Callable[[str, str], bool]) -> bool:
    """Whether the words are the office, but for what it is of: a "maire adjoint" is no "maire", a
    "deputy chair" no "chair", but a "transport economist" an "economist"."""
    rest = office[len(words) :]
    if len(words) <= len(office) and all(map(like, words, office)):
        return not rest or rest[0] in _OF
    head = list(takewhile(lambda word: word not in _OF, office))
    kind, own = head[: -len(words)], head[-len(words) :]
    same = bool(kind) and all(map(like, words, own)) and says_role(own[-1])
    return same and not any(word in _UNDER or says_role(word) for word in kind)
