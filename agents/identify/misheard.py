"""Known names recognised as other words: "Gozi as a Campbell" is Ngozi Eze-Campbell. Pure.

Full names are looked for everywhere, since hardly anything else sounds like all of one. A first
name or a surname alone is looked for only where one is said: after "moi c'est", after a title or
thanks, or where somebody is called.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agents.identify.courtesies import THANKS_WORDS
from agents.identify.dialogue import Misheard, Turn
from agents.identify.forms import PART, Form, least_of, meant, near, sounding
from agents.identify.names import COMMON, Known, resolve
from agents.identify.phrases import CAPITAL, TITLE_WORDS
from agents.identify.sound import key, plain, sounds

# How like a full name something has to be, by the letters of its sound. The examples' words,
# recognised right or wrong, reach 0.70 for full names of people who are not there.
FULL = ((9, 0.77), (1, 0.86))
# Where a recogniser has set a comma inside the name, what is not the name reaches 0.74.
PARTED = 0.8
# To be put right in what readers get: of the names of 27 meetings, looked for in the texts of the
# other meetings, what is none reaches 0.78. A part of a name needs its very sound.
SURE_FULL, SURE_PART = 0.8, 0.95
# How sure it is then: hardly less than of the same spelling.
WHOLE = 0.97
# Where a part is said right, the rest has to be like the name too: "Rose here" is not Rose Hill.
REST = 0.5
SURNAME = 0.8
# Of a full name after "moi c'est": what is not the name reaches 0.63 there.
INTRODUCED = 0.68
# Several words are a first name wherever they have its very sound, if it is as long as this.
SAME, RUN_APART = 0.99, 7
MORE_WORDS = 2
# One word may be all of a name, if it is so long: "Awandiaye".
RUN_TOGETHER = 6

_WORD = re.compile(r"[^\W_][\w'’-]*")
_CAPITAL_NEXT = re.compile(rf" {CAPITAL}")
_APART, _ENDED = re.compile(r"[.!?…,;:]"), re.compile(r"[.!?…;:]")
_SPAN = r"(?P<span>[^\W_][\w'’-]*(?: [^\W_][\w'’-]*){0,3})"
_CALLED = rf"(?P<span>{CAPITAL}(?: [^\W_][\w'’-]*){{0,2}})"
# "Je suis" also comes before what one is: what is said in small letters there may be no name.
_INTRODUCED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:[Jj]e m.appelle|[Mm]oi,? (?:c.est|cet)|[Mm]on nom est|[Mm]y name(?: is|.s))"
        rf"\s+{_SPAN}",
        rf"\b(?:[Jj]e suis|[Ii] am|[Ii].m)\s+{_CALLED}",
    )
)
_FIRST = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{THANKS_WORDS},?\s+{_CALLED}",
        rf"(?:^|[.!?…,;:]\s+){_CALLED}(?=\s*[,?!.])",
    )
)
_SURNAME = re.compile(rf"\b{TITLE_WORDS}\s+{_CALLED}")


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    form: Form
    likeness: float

    @property
    def sure(self) -> bool:
        """Whether a sentence may be changed for it."""
        if " " in self.form.written:
            return self.likeness >= SURE_FULL
        return max(self.likeness, self.form.sure) >= SURE_PART


def spelled(turns: Sequence[Turn], people: Sequence[Known]) -> list[Turn]:
    """The turns with known names written as in the documents where others words sound like them.

    Each turn tells which names it was given so, and what had been recognised.
    """
    result = []
    for turn in turns:
        text, told = mended(turn.text, people)
        result.append(replace(turn, text=text, misheard=(*turn.misheard, *told)))
    return result


def mended(
    text: str, people: Sequence[Known], *, surest: bool = False
) -> tuple[str, tuple[Misheard, ...]]:
    """A text with known names in it, where it has other words that sound like them; and which
    names. Or only the `surest`, for readers: with no mark that was not there."""
    people = list({plain(person.name): person for person in people}.values())
    told: list[Misheard] = []
    for find in (_full, _parts):
        new, at = "", 0
        for found in _best(find(text, people)):
            if surest and not found.sure:
                continue
            name = found.form.written if surest else ended(found.form.written, text, found.end)
            likeness = max(found.likeness, found.form.sure)
            told.append(Misheard(name, text[found.start : found.end], likeness))
            new += text[at : found.start] + name
            at = found.end
        text = new + text[at:]
    return text, tuple(told)


def ended(name: str, text: str, end: int) -> str:
    """A name as it is written in a text before what comes there: another capital would be taken for
    more of it ("Monsieur Mohel À vous")."""
    return f"{name}," if _CAPITAL_NEXT.match(text, end) else name


def _best(found: Iterator[_Found]) -> list[_Found]:
    """The likeliest that do not overlap, in the order of the text."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: (-f.likeness, f.end - f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _full(text: str, people: Sequence[Known]) -> Iterator[_Found]:
    forms = [
        Form(p, p.name, least, WHOLE)
        for p in people
        if " " in p.name and (least := least_of(p.name, FULL))
    ]
    most = max((len(form.written.split()) for form in forms), default=0) + MORE_WORDS
    right = list(_right(text, people))
    for start, end in _spans(text, most, _ENDED):
        heard = text[start:end]
        own = [form for form in near(heard, forms) if _rest(heard, form.written) > REST]
        form = meant(heard, own)
        if form is None or plain(heard.split()[0]) in COMMON or _named(heard, people):
            continue
        likeness = sounds(heard, form.written)
        if "," in heard and (likeness < PARTED or _begins_named(heard, people)):
            continue
        if all(end <= a or b <= start for a, b in right):
            yield _Found(start, end, form, likeness)


def _begins_named(heard: str, people: Sequence[Known]) -> bool:
    """Whether what stands before a comma is a part of a name by itself: "Harriet, could we start?"
    is no Harriet Cole in full."""
    parts = {plain(part) for person in people for part in person.name.split()}
    return any(plain(word) in parts for word in heard.partition(",")[0].split())


def _right(text: str, people: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Where known names stand that need no mending."""
    for person in people:
        for match in re.finditer(re.escape(person.name), text, re.IGNORECASE):
            yield match.span()
    for match in re.finditer(rf"{CAPITAL}(?: {CAPITAL})+", text):
        if _named(match[0], people):
            yield match.span()


def _named(heard: str, people: Sequence[Known]) -> bool:
    """Whether it is written as names are, and near enough to a known one as it stands."""
    capitals = "," not in heard and all(word[:1].isupper() for word in heard.split())
    known = resolve(heard, people) if capitals else None
    return known is not None and known.known is not None


def _spans(text: str, most: int, apart_by: re.Pattern[str] = _APART) -> Iterator[tuple[int, int]]:
    """Runs of up to so many words with none of these marks between them."""
    words = list(_WORD.finditer(text))
    apart = [bool(apart_by.search(text[a.end() : b.start()])) for a, b in pairwise(words)]
    for first, word in enumerate(words):
        for last in range(first, min(first + most, len(words))):
            if any(apart[first:last]):
                break
            if last > first or len(word[0]) >= RUN_TOGETHER:
                yield word.start(), words[last].end()


def _rest(heard: str, name: str) -> float:
    """How alike the other words are where the first ones or the last ones are the same; else 1."""
    said, known = heard.split(), name.split()
    for end in (-1, 0):
        while min(len(said), len(known)) > 1 and key(said[end]) == key(known[end]):
            del said[end], known[end]
    whole = len(known) == len(name.split())
    return 1.0 if whole else sounds(" ".join(said), " ".join(known))


def _parts(text: str, people: Sequence[Known]) -> Iterator[_Found]:
    named = [(person, person.name.split()[0]) for person in people]
    wholes = [Form(p, p.name, INTRODUCED) for p in people if " " in p.name]
    firsts = [Form(p, first, least) for p, first in named if (least := least_of(first, PART))]
    surnames = [
        Form(p, surname, SURNAME)
        for p in people
        if len(key(surname := " ".join(p.name.split()[1:]))) >= PART[-1][0]
    ]
    for patterns, forms in (
        (_INTRODUCED, [*wholes, *firsts]),
        (_FIRST, firsts),
        ((_SURNAME,), surnames),
    ):
        known = [one for form in forms for one in sounding(form)]
        for match in (m for pattern in patterns for m in pattern.finditer(text)):
            yield from _part(match, known, people)
    yield from _run_apart(text, [Form(p, first, SAME) for p, first in named])


def _run_apart(text: str, firsts: Sequence[Form]) -> Iterator[_Found]:
    """Long first names in several words that have their very sound: "merci ce bastien"."""
    long = [form for form in firsts if len(key(form.written)) >= RUN_APART]
    for start, end in _spans(text, MORE_WORDS + 1):
        heard = text[start:end]
        if " " in heard and (form := meant(heard, long)) is not None:
            yield _Found(start, end, form, form.like(heard))


def _part(match: re.Match[str], forms: Sequence[Form], people: Sequence[Known]) -> Iterator[_Found]:
    """The beginning of what stands there, or all of it, unless that is a name already."""
    words = match["span"].split()
    for count in range(len(words), 0, -1):
        heard = " ".join(words[:count])
        if _named(heard, people):
            return
        form = meant(heard, forms)
        if form is not None and plain(words[0]) not in COMMON:
            start = match.start("span")
            yield _Found(start, start + len(heard), form, form.like(heard))
