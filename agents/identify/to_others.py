"""Who is named by what is said to him: called, thanked, greeted or told to wait. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from agents.identify import (
    calls,
    courtesies,
    first_words,
    floor,
    handing_over,
    hearsay,
    namesakes,
    offices,
    phrases,
)
from agents.identify.clue import Clue, names_another
from agents.identify.dialogue import Turn, is_long
from agents.identify.names import Heard, Known

NEXT_S = 8.0
# So far back may be what somebody is thanked for.
RECENT_S = 60.0


def told(
    turn: Turn,
    before: Sequence[Turn],
    following: Sequence[Turn],
    people: Sequence[Known],
    first: bool = False,
) -> Iterator[Clue]:
    """All that a turn tells of others, those of whom it speaks to; `first` as of `addressed`."""
    last = before[-1] if before else None
    yield from thanked(turn, before, people)
    yield from replied(turn, last, people)
    yield from greeted(turn, last, people)
    yield from put_off(turn, last, people)
    yield from handed_over(turn, following, people)
    yield from addressed(turn, last, following, people, first)


def thanked(turn: Turn, before: Sequence[Turn], people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever spoke before is thanked by name in the first sentences.

    Where somebody else has said more since the thanker last spoke, either may be meant, unless
    whoever spoke last gave the floor; where all or several are thanked, hardly whoever spoke last.
    By his office one thanks whoever gave the floor as often as whoever had it.
    """
    to_all = courtesies.to_all(turn.text)
    given = bool(before) and _gives_floor(before[-1], people)
    for said in courtesies.thanks(turn.text):
        heard = offices.whom(said, people)
        if heard is None:
            continue
        yield names_another(turn, heard, said.passage)
        recent, for_something = _recent(turn, before), courtesies.for_something(said.passage)
        meant = _meant(recent, for_something)
        if given and len(meant) > 1 and not heard.office:
            meant = [(speaker, "thanked_after") for speaker, _ in meant[-1:]]
        # What comes after the name may say for what as well: it may be long ago.
        open_to = [] if for_something or said.onward else [*dict(meant), *recent]
        if to_all or (heard.office and len(meant) > 1):
            meant, open_to = [(speaker, "thanked_last") for speaker, _ in meant], []
        for speaker, kind in meant:
            others = tuple(s for s in dict.fromkeys(open_to) if s != speaker)
            yield Clue.of(speaker, heard, kind, said.passage, others)


def _gives_floor(turn: Turn, people: Sequence[Known]) -> bool:
    """Whether somebody is given the floor at the end of a turn, and not merely asked."""
    last = "".join(phrases.sentences(turn.text)[-1:])
    return floor.left(last) or any(handing_over.by_office(turn.text, people))


def _recent(turn: Turn, before: Sequence[Turn]) -> dict[str, float]:
    """How long each has spoken since the speaker of the turn last did, whoever spoke last first."""
    said: dict[str, float] = defaultdict(float)
    if not before or turn.start - before[-1].end >= NEXT_S:
        return said
    for other in reversed(before):
        if turn.start - other.end > RECENT_S or (other.speaker == turn.speaker and is_long(other)):
            break
        if other.speaker != turn.speaker:
            said[other.speaker] += other.end - other.start
    return said


def _meant(recent: Mapping[str, float], for_something: bool) -> list[tuple[str, str]]:
    """Whom thanks may be for, and the kind of evidence that they are."""
    if not recent:
        return []
    last, longest = next(iter(recent)), max(recent, key=lambda speaker: recent[speaker])
    if last == longest:
        return [(last, "thanked_for" if for_something else "thanked_after")]
    return [(longest, "thanked_longest"), (last, "thanked_last")]


def replied(turn: Turn, before: Turn | None, people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever has just spoken, and more than a word, is answered by name."""
    answers = [(said, "replied_to") for said in courtesies.replied(turn.text)]
    answers += [(said, "told_after") for said in courtesies.told(turn.text)]
    for said, kind in answers:
        heard = offices.whom(said, people)
        if heard is None or heard.known is None:
            continue
        yield names_another(turn, heard, said.passage)
        if before is not None and is_long(before) and turn.start - before.end < NEXT_S:
            yield Clue.of(before.speaker, heard, kind, said.passage)


def greeted(turn: Turn, before: Turn | None, people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever has just greeted is greeted back by name."""
    for said in courtesies.greetings(turn.text):
        heard = offices.whom(said, people)
        if heard is None or heard.known is None:
            continue
        yield names_another(turn, heard, said.passage)
        near = before is not None and turn.start - before.end < NEXT_S
        if before is not None and near and courtesies.greets(before.text):
            yield Clue.of(before.speaker, heard, "greeted_back", said.passage)


def put_off(turn: Turn, before: Turn | None, people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever has just spoken is told by name to wait."""
    for said in courtesies.put_off(turn.text):
        heard = offices.whom(said, people)
        if heard is None or heard.known is None:
            continue
        yield names_another(turn, heard, said.passage)
        if before is not None and turn.start - before.end < NEXT_S:
            yield Clue.of(before.speaker, heard, "put_off", said.passage)


def addressed(
    turn: Turn,
    before: Turn | None,
    following: Sequence[Turn],
    people: Sequence[Known],
    first: bool = False,
) -> Iterator[Clue]:
    """Whoever speaks next is called by name in the last sentences; the likelier if he is who spoke
    before as well.

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
            yield from _names_others(turn, said, people)
            continue
        lone = heard.known is None and " " not in heard.heard
        # A lone capital where a sentence begins is a name only if somebody has it; elsewhere it
        # may be what was understood of one ("Le Qufontaine, vous voulez réagir").
        if lone and (heard.heard == said.name or not phrases.to_you(said.passage)):
            continue
        full, reply = " " in heard.heard, following[0].text if following else ""
        invited = said.invited and not _with_others(said, heard, called)
        asked = invited or courtesies.answered(said.passage, reply, full)
        if first and full and (not asked or first_words.of_oneself(said.passage, said.name)):
            continue
        yield names_another(turn, heard, said.passage)
        if hearsay.is_away(phrases.sentences(reply), f"{said.name} {heard.name}"):
            continue
        if following and following[0].start - turn.end < NEXT_S:
            # Two capitals that nobody has, amid what is told, are as often no name.
            told = heard.known is None and not (said.title or said.last or said.spoken_to)
            sure = asked and not (lone or told) and not _thrown_in(turn, following)
            spoken_to = said.told and said.last and not asked and heard.known is not None
            kind = "addressed_before" if sure else "mentioned_before"
            if spoken_to and not _with_others(said, heard, called):
                between = before is not None and before.speaker == following[0].speaker
                kind = "told_between" if between else "told_before"
            clue = Clue.of(following[0].speaker, heard, kind, said.passage)
            last = clue if last is None or sure or last.kind == kind else last
    if last is not None:
        yield last


def _names_others(turn: Turn, said: phrases.Said, people: Sequence[Known]) -> Iterator[Clue]:
    """Of several who bear the name that is called nobody is the speaker."""
    for heard in namesakes.bearers(said, people).values():
        yield names_another(turn, heard, said.passage)


def handed_over(turn: Turn, following: Sequence[Turn], people: Sequence[Known]) -> Iterator[Clue]:
    """Whoever speaks next is given the floor by his office, or named just before it is given."""
    if not following or following[0].start - turn.end >= NEXT_S:
        return
    reply = phrases.sentences(following[0].text)
    for given in (handing_over.by_office, handing_over.by_mention):
        for heard, passage in given(turn.text, people):
            if not hearsay.is_away(reply, heard.name) and not _thrown_in(turn, following):
                yield names_another(turn, heard, passage)
                yield Clue.of(following[0].speaker, heard, "addressed_before", passage)


def _with_others(
    said: calls.Call, whom: Heard, called: Sequence[tuple[calls.Call, Heard | None]]
) -> bool:
    """Whether the same words call somebody else. A capital that nobody has may be no name."""
    return any(
        other.passage == said.passage
        and (heard is None or heard.known is not None or " " in heard.heard)
        and (heard is None or heard.name != whom.name)
        for other, heard in called
        if other is not said
    )


def _thrown_in(turn: Turn, following: Sequence[Turn]) -> bool:
    """Whether the next turn is a short word after which a third person speaks."""
    if len(following) < 2 or is_long(following[0]):
        return False
    return following[1].speaker not in (turn.speaker, following[0].speaker)
