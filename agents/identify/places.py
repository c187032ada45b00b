"""Where a known name may have been said and something else was recognised: pure.

What is recognised of a rare name is often a phrase that sounds like it ("faut tout dire" for Fatou
Diop), too unlike it to be taken for it by its letters. The recogniser itself can tell whether the
name would be as good a text for the sound (`gpu_consumers/listen`). Here is what it is asked.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from rapidfuzz.distance import Levenshtein

from agents.identify.names import COMMON, Known
from agents.identify.sound import key, plain, sounds

# How like a name something has to sound to be asked about: where it stands alone, between two marks
# or after "je suis"; else where a mark is before it, and a full name anywhere.
ALONE, AMID = 0.45, 0.6
MOST_WORDS, LONGEST_S = 5, 2.5
# Of sound and text before and after it.
BEFORE_S, AFTER_S, AROUND_S = 3.0, 1.5, 0.3
# Asked about in a transcript: the likeliest.
MOST = 40
SHORTEST = 3
# Before it is weighed by sounds, so much less like it by letters.
COARSE = 0.2
# Names at a place.
MOST_NAMES = 4

_OPENS = re.compile(
    r"(?:^|\W)(?:m['’]appelle|suis|c['’]est|my name(?: is|['’]s)|I am|I['’]m|merci|thanks|thank you"
    r"|bonjour|bonsoir|good (?:morning|evening)|docteur|madame|monsieur|Dr|Mr|Mrs|Ms)\W*$",
    re.IGNORECASE,
)
_APART = re.compile(r"[.!?…,;:][^\w-]*$")
# Before a name nothing further ahead, in characters, says that it is one.
FARTHEST = 24
_MARKED = re.compile(r"[^\w-]*(?:$|[.!?…,;:])")
_ENDED = re.compile(r"[.!?…]\s")


@dataclass(frozen=True)
class Place:
    """What was recognised in characters `first` to `last` of a segment's text, given by its place
    among the segments, and which `names` it may be; the sound to listen to, in seconds, and what
    else was recognised in it. `likeness` is that of the likeliest name; `alone`: it stands between
    two marks, or after what introduces a name."""

    segment: int
    first: int
    last: int
    start: float
    end: float
    before: str
    heard: str
    after: str
    names: tuple[str, ...]
    likeness: float
    alone: bool


@dataclass(frozen=True)
class _Word:
    segment: int
    first: int
    last: int
    start: float
    end: float


def places(
    segments: Sequence[Mapping[str, Any]],
    people: Sequence[Known],
    missing: Collection[str],
    speakers: Collection[str],
) -> list[Place]:
    """Where one of the `missing` among these people may be named, by one of these speakers or
    beside what they say: the likeliest, in the order of the text."""
    forms = sorted({form for person in people for form in _forms(person.name)})
    wanted = {form for name in missing for form in _forms(name)}
    near = _beside(segments, speakers)
    words = [word for i, segment in enumerate(segments) for word in _placed(i, segment)]
    found = [
        place
        for i, j in _spans(words)
        if words[i].segment in near
        and (place := _place(segments, words, i, j, forms))
        and not wanted.isdisjoint(place.names)
    ]
    best = _apart(sorted(found, key=lambda place: (not place.alone, -place.likeness)))
    return sorted(islice(best, MOST), key=lambda place: (place.segment, place.first))


def _apart(found: Iterable[Place]) -> Iterator[Place]:
    """Those that share no word with an earlier one."""
    kept: list[Place] = []
    for one in found:
        if all(
            one.segment != other.segment or one.last <= other.first or other.last <= one.first
            for other in kept
        ):
            kept.append(one)
            yield one


def _forms(name: str) -> Iterator[str]:
    """A name, and what of it is said alone."""
    first, *others = name.split()
    for form in (name, first, " ".join(others)):
        if len(key(form)) >= SHORTEST:
            yield form


def _beside(segments: Sequence[Mapping[str, Any]], speakers: Collection[str]) -> set[int]:
    """Segments of these speakers, and of whoever speaks before or after them until another does."""
    near: set[int] = set()
    turns = [
        list(turn) for _, turn in groupby(range(len(segments)), lambda i: segments[i]["speaker"])
    ]
    for before, turn, after in zip([[], *turns], turns, [*turns[1:], []], strict=False):
        if segments[turn[0]]["speaker"] in speakers:
            near.update(before, turn, after)
    return near


def _placed(number: int, segment: Mapping[str, Any]) -> Iterator[_Word]:
    """Its words, where they stand in its text."""
    at = 0
    for word in segment["words"]:
        first = segment["text"].find(word["word"], at)
        if first >= 0:
            at = first + len(word["word"])
            yield _Word(number, first, at, word["start"], word["end"])


def _spans(words: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring words of a segment, as long as a name may be: the first and the last."""
    for i, first in enumerate(words):
        for j, last in enumerate(words[i : i + MOST_WORDS], i):
            if last.segment != first.segment or last.end - first.start > LONGEST_S:
                break
            yield i, j


def _place(
    segments: Sequence[Mapping[str, Any]],
    words: Sequence[_Word],
    i: int,
    j: int,
    forms: Sequence[str],
) -> Place | None:
    """What may be asked of words `i` to `j`; None where no name is like them."""
    number, text = words[i].segment, str(segments[words[i].segment]["text"])
    heard = text[words[i].first : words[j].last].strip(" -.,;:!?…")
    first = text.index(heard, words[i].first)
    last = first + len(heard)
    if _ENDED.search(heard):
        return None
    ahead = text[max(0, first - FARTHEST) : first]
    introduced = _OPENS.search(ahead) is not None
    opened = introduced or _APART.search(ahead) is not None or not first
    alone = introduced or (opened and _MARKED.match(text, last) is not None)
    possible = forms if opened else [form for form in forms if " " in form]
    likely = _likely(heard, possible, ALONE if alone else AMID)
    if not likely:
        return None
    around = _around(words, i, j)
    return Place(
        segment=number,
        first=first,
        last=last,
        start=max(0.0, min(word.start for word in around) - AROUND_S),
        end=max(word.end for word in around) + AROUND_S,
        before=_between(segments, (around[0].segment, around[0].first), (number, first)),
        heard=heard,
        after=_between(segments, (number, last), (around[-1].segment, around[-1].last)),
        names=tuple(form for _, form in likely),
        likeness=likely[0][0],
        alone=alone,
    )


def _around(words: Sequence[_Word], i: int, j: int) -> Sequence[_Word]:
    """Words `i` to `j`, and those shortly before and after."""
    a, b = i, j + 1
    while a and words[a - 1].start > words[i].start - BEFORE_S:
        a -= 1
    while b < len(words) and words[b].end < words[j].end + AFTER_S:
        b += 1
    return words[a:b]


def _between(
    segments: Sequence[Mapping[str, Any]], one: tuple[int, int], other: tuple[int, int]
) -> str:
    """What is recognised from a character of a segment to one of the same or a later segment."""
    (a, first), (b, last) = one, other
    if a == b:
        return str(segments[a]["text"][first:last])
    whole = [segment["text"] for segment in segments[a + 1 : b]]
    return " ".join([segments[a]["text"][first:], *whole, segments[b]["text"][:last]])


def _likely(heard: str, forms: Sequence[str], least: float) -> list[tuple[float, str]]:
    """The few forms that it is as much like, the likeliest first; none where one stands in it."""
    said, words = key(heard), f" {plain(heard)} "
    if len(said) < SHORTEST or all(word in COMMON for word in plain(heard).split()):
        return []
    if any(f" {plain(form)} " in words for form in forms):
        return []
    near = [
        (likeness, form)
        for form in forms
        if Levenshtein.normalized_similarity(said, key(form)) >= least - COARSE
        and (likeness := sounds(heard, form)) >= least
    ]
    return sorted(near, key=lambda one: (-one[0], one[1]))[:MOST_NAMES]
