"""Pieces of evidence, each a small function: who is named by what is said. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.identify import (
    calls,
    hearsay,
    misheard,
    names,
    offices,
    particulars,
    phrases,
    small_letters,
)
from agents.identify.dialogue import Turn
from agents.identify.names import Heard, Known
from agents.identify.sound import plain

NEXT_S = 8.0


@dataclass(frozen=True)
class Clue:
    """A reason to give (or, when `against`, not to give) a name to a speaker."""

    speaker: str
    heard: Heard
    kind: str
    score: float
    passage: str
    against: bool = False


# How much each kind of evidence says by itself; docs/naming.md explains the table.
WEIGHTS = {
    "self_introduction": 0.9,
    "addressed_before": 0.65,
    "roll_call": 0.62,
    "role": 0.62,
    "thanked_after": 0.64,
    "greeted_back": 0.62,
    "put_off": 0.5,
    "thanked_for": 0.5,
    "thanked_longest": 0.5,
    "thanked_last": 0.4,
    "affiliation": 0.4,
    "mentioned_before": 0.3,
    "agenda_order": 0.2,
}
ITEM_S = 8.0
SHORT_S = 1.5
# So far back may be what somebody is thanked for.
RECENT_S = 60.0
OURS = re.compile(
    r"\b(?:nous|notre|nos|mon|ma|mes|je|j['’]\w+|chez moi|we|our|my|I)\b", re.IGNORECASE
)
CALLED = ("mentioned_before", "names_another")
SOUNDS_SAME = 0.95


def clues(turns: Sequence[Turn], people: Sequence[Known]) -> list[Clue]:
    """All evidence in the dialogue.

    Somebody who gives his full name is known from then on: his first name alone means him.
    """
    turns = misheard.spelled(small_letters.spelled(turns, people), people)
    own = [c.heard.name for turn in turns for c in introduced(turn, people)]
    listed = {person.name for person in people}
    everybody = [*people, *(Known(n, heard=True) for n in own if " " in n and n not in listed)]
    ordinary = {plain(w) for t in turns for w in re.findall(r"[\w-]+", t.text) if w.islower()}
    return [c for c in _clues(turns, everybody) if not _ordinary(c, ordinary)]


def _ordinary(clue: Clue, words: Collection[str]) -> bool:
    """Whether what only resembles a name (mairie, Marie), or was only called, is elsewhere said
    as a word."""
    heard = clue.heard
    doubtful = heard.likeness < SOUNDS_SAME or (heard.known is None and clue.kind in CALLED)
    return doubtful and plain(heard.heard) in words


def _clues(turns: Sequence[Turn], people: Sequence[Known]) -> list[Clue]:
    found: list[Clue] = []
    heard: set[str] = set()
    for i, turn in enumerate(turns):
        before = turns[i - 1] if i else None
        own = list(introduced(turn, people))
        first = turn.speaker not in heard
        himself = list(presented(turn, people)) if first else []
        own += himself
        if _long(turn):
            heard.add(turn.speaker)
        own += of_role(turn, people)
        own += thanked(turn, turns[:i], people)
        own += greeted(turn, before, people)
        own += put_off(turn, before, people)
        others = addressed(turn, turns[i + 1 : i + 3], people, first)
        own += [c for c in others if c.heard.name not in {o.heard.name for o in himself}]
        own += affiliated(turn, people)
        found += [_as_heard(clue, turn) for clue in own]
    return [*found, *in_agenda_order(turns, people)]


def _as_heard(clue: Clue, turn: Turn) -> Clue:
    """What was recognised, where a name was written in its place; a little less sure for that."""
    for one in turn.misheard:
        if one.name not in clue.passage:
            continue
        passage = clue.passage.replace(one.name, one.heard)
        clue = replace(clue, passage=passage)
        if clue.heard.heard == one.name.rstrip(","):
            heard = replace(clue.heard, heard=one.heard, likeness=one.likeness)
            score = clue.score if clue.against else clue.score * one.likeness
            clue = replace(clue, heard=heard, score=score)
    return clue


def introduced(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker says who he is."""
    for said in phrases.introductions(turn.text):
        heard = names.resolve(said.name, people, said.after, said.title)
        if heard is not None:
            weight = WEIGHTS["self_introduction"] * heard.likeness
            yield Clue(turn.speaker, heard, "self_introduction", weight, said.passage)


def presented(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker's first turn begins with the full name of somebody known, or one of its first
    sentences does and goes on with what he does; or a part of the name and of the role of one
    person, and of no other, is in it.

    Later ones who begin so are hosts who announce somebody.
    """
    first = phrases.roll_call(turn.text) or phrases.presented(turn.text)
    heard = names.resolve(first.name, people, title=first.title) if first is not None else None
    # The words of the phrase may be a greeting and one name: "Bonjour Marie, bonjour à tous."
    full = heard is not None and heard.known is not None and " " in heard.heard
    if first is not None and heard is not None and full:
        weight = WEIGHTS["roll_call"] * heard.likeness
        yield Clue(turn.speaker, heard, "roll_call", weight, first.passage)
        return
    told = dict(particulars.told(turn.text, people))
    if len(told) == 1:
        [(name, passage)] = told.items()
        person = next(p for p in people if p.name == name)
        heard = Heard(name, name, person, 1.0)
        yield Clue(turn.speaker, heard, "roll_call", WEIGHTS["roll_call"], passage)


def of_role(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker says that he is what one known person, and no other, is."""
    for role, passage in phrases.roles(turn.text):
        said = [plain(word) for word in re.findall(r"[\w-]+", role)]
        theirs = [p for p in people if p.role and particulars.is_role(said, p.role)]
        if len({person.name for person in theirs}) == 1:
            heard = Heard(theirs[0].name, theirs[0].name, theirs[0], 1.0)
            yield Clue(turn.speaker, heard, "role", WEIGHTS["role"], passage)


def thanked(turn: Turn, before: Sequence[Turn], people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever spoke before is thanked by name in the first sentences.

    Where somebody else has said more since the thanker last spoke, either may be meant; where all
    or several are thanked, hardly whoever spoke last. By his office one thanks whoever gave the
    floor as often as whoever had it.
    """
    to_all = phrases.to_all(turn.text)
    for said in phrases.thanks(turn.text):
        heard = offices.whom(said, people)
        if heard is None:
            continue
        yield _not_himself(turn, heard, said.passage)
        meant = _meant(turn, before, phrases.for_something(said.passage))
        if to_all or (heard.office and len(meant) > 1):
            meant = [(speaker, "thanked_last") for speaker, _ in meant]
        for speaker, kind in meant:
            yield Clue(speaker, heard, kind, WEIGHTS[kind] * heard.likeness, said.passage)


def _meant(turn: Turn, before: Sequence[Turn], for_something: bool) -> list[tuple[str, str]]:
    """Whom thanks may be for, and the kind of evidence that they are."""
    if not before or turn.start - before[-1].end >= NEXT_S:
        return []
    said: dict[str, float] = defaultdict(float)
    for other in reversed(before):
        if turn.start - other.end > RECENT_S or (other.speaker == turn.speaker and _long(other)):
            break
        if other.speaker != turn.speaker:
            said[other.speaker] += other.end - other.start
    last, longest = before[-1].speaker, max(said, key=lambda speaker: said[speaker])
    if last == longest:
        return [(last, "thanked_for" if for_something else "thanked_after")]
    return [(longest, "thanked_longest"), (last, "thanked_last")]


def _long(turn: Turn) -> bool:
    """Whether it is more than a word thrown in."""
    return turn.end - turn.start >= SHORT_S


def greeted(turn: Turn, before: Turn | None, people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever has just greeted is greeted back by name."""
    for said in phrases.greetings(turn.text):
        heard = offices.whom(said, people)
        if heard is None or heard.known is None:
            continue
        yield _not_himself(turn, heard, said.passage)
        near = before is not None and turn.start - before.end < NEXT_S
        if before is not None and near and phrases.greets(before.text):
            weight = WEIGHTS["greeted_back"] * heard.likeness
            yield Clue(before.speaker, heard, "greeted_back", weight, said.passage)


def put_off(turn: Turn, before: Turn | None, people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever has just spoken is told by name to wait."""
    for said in phrases.put_off(turn.text):
        heard = offices.whom(said, people)
        if heard is None or heard.known is None:
            continue
        yield _not_himself(turn, heard, said.passage)
        if before is not None and turn.start - before.end < NEXT_S:
            weight = WEIGHTS["put_off"] * heard.likeness
            yield Clue(before.speaker, heard, "put_off", weight, said.passage)


def addressed(
    turn: Turn, following: Sequence[Turn], people: Sequence[Known], first: bool = False
) -> Iterator[Clue]:
    """Whoever speaks next is called by name in the last sentences.

    A call that asks for nothing ("bonne remarque, Marie") may be meant for whoever spoke before,
    and a short word may come from somebody who was not asked: both say little. A full name in the
    `first` turn of a speaker that asks for nothing may be his own.
    """
    last: Clue | None = None
    called = [(said, offices.whom(said, people)) for said in calls.called(turn.text)]
    for said, heard in called:
        # A roll call: whoever was called before the last has answered, or is not there.
        if said.invited and said.title and (heard is None or heard.known is None):
            last = None
        if heard is None:
            continue
        lone = heard.known is None and " " not in heard.heard
        # A lone capital where a sentence begins is a name only if somebody has it; elsewhere it
        # may be what was understood of one ("Le Qufontaine, vous voulez réagir").
        if lone and (heard.heard == said.name or not phrases.to_you(said.passage)):
            continue
        full, reply = " " in heard.heard, following[0].text if following else ""
        invited = said.invited and not _with_others(said, called)
        asked = invited or phrases.answered(said.passage, reply, full)
        if first and full and (not asked or phrases.of_oneself(said.passage, said.name)):
            continue
        yield _not_himself(turn, heard, said.passage)
        if hearsay.is_away(phrases.sentences(reply), f"{said.name} {heard.name}"):
            continue
        if following and following[0].start - turn.end < NEXT_S:
            # Two capitals that nobody has, amid what is told, are as often no name.
            told = heard.known is None and not (said.title or said.last)
            sure = asked and not (lone or told) and not _thrown_in(turn, following)
            kind = "addressed_before" if sure else "mentioned_before"
            weight = WEIGHTS[kind] * heard.likeness
            clue = Clue(following[0].speaker, heard, kind, weight, said.passage)
            last = clue if last is None or sure or last.kind == kind else last
    if last is not None:
        yield last


def _with_others(said: calls.Call, called: Sequence[tuple[calls.Call, Heard | None]]) -> bool:
    """Whether the same words call somebody else. A capital that nobody has may be no name."""
    return any(
        other is not said
        and other.passage == said.passage
        and (heard is None or heard.known is not None or " " in heard.heard)
        for other, heard in called
    )


def _thrown_in(turn: Turn, following: Sequence[Turn]) -> bool:
    """Whether the next turn is a short word after which a third person speaks."""
    if len(following) < 2 or _long(following[0]):
        return False
    return following[1].speaker not in (turn.speaker, following[0].speaker)


def affiliated(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker says "we" or "I" of where one known person, and no other, works."""
    for sentence in phrases.sentences(turn.text):
        if not OURS.search(sentence):
            continue
        said = [plain(word) for word in re.findall(r"[\w-]+", sentence)]
        theirs = [p for p in people if p.company and particulars.says(said, p.company)]
        if len({person.name for person in theirs}) == 1:
            heard = Heard(theirs[0].name, theirs[0].name, theirs[0], 1.0)
            weight = WEIGHTS["affiliation"]
            yield Clue(turn.speaker, heard, "affiliation", weight, sentence.strip())


def in_agenda_order(turns: Sequence[Turn], people: Sequence[Known]) -> Iterator[Clue]:
    """As many people in an agenda who are not absent as speakers who hold forth: they speak in its
    order."""
    present = (p for p in people if p.place is not None and not p.absent)
    listed = sorted(present, key=lambda p: p.place or 0)
    order = list(dict.fromkeys(p.name for p in listed))
    speakers = list(dict.fromkeys(t.speaker for t in turns if t.end - t.start >= ITEM_S))
    if len(order) < 2 or len(order) != len(speakers):
        return
    by_name = {person.name: person for person in reversed(listed)}
    for speaker, name in zip(speakers, order, strict=True):
        person = by_name[name]
        passage = f"item {(person.place or 0) + 1} of the agenda: {person.passage or name}"
        weight = WEIGHTS["agenda_order"]
        yield Clue(speaker, Heard(name, name, person, 1.0), "agenda_order", weight, passage)


def _not_himself(turn: Turn, heard: Heard, passage: str) -> Clue:
    """Nobody calls or thanks himself."""
    return Clue(turn.speaker, heard, "names_another", 1.0, passage.strip(), against=True)
