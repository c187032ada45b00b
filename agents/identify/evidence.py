"""Evidence from what people say of themselves and what documents say; all of it together. Pure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from agents.identify import (
    asked,
    first_words,
    hearsay,
    misheard,
    names,
    oneself,
    particulars,
    phrases,
    small_letters,
    to_others,
)
from agents.identify.clue import Clue, names_another
from agents.identify.completed import completed
from agents.identify.dialogue import Turn, is_long
from agents.identify.names import Heard, Known
from agents.identify.sound import plain

ITEM_S = 8.0
# Who has said no more than "Loud and clear" may still say who he is.
EARLY_S = 10.0
OURS = re.compile(
    r"\b(?:nous|notre|nos|mon|ma|mes|je|j['’]\w+|chez moi|we|our|my|I)\b", re.IGNORECASE
)
CALLED = ("mentioned_before", "names_another")
SOUNDS_SAME = 0.95


def clues(turns: Sequence[Turn], people: Sequence[Known]) -> list[Clue]:
    """All evidence in the dialogue.

    Somebody who gives his full name is known from then on: his first name alone means him.
    """
    turns = [replace(turn, text=hearsay.own_words(turn.text)) for turn in turns]
    turns = misheard.spelled(small_letters.spelled(turns, people), people)
    people = completed(people, [turn.text for turn in turns])
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
    spoken: dict[str, float] = defaultdict(float)
    in_round = False
    for i, turn in enumerate(turns):
        first = turn.speaker not in heard
        own = list(introduced(turn, people))
        if i:
            in_round = asked.all_for_names(turns[i - 1].text) or (in_round and first)
            own += asked_for(turn, turns[i - 1], people, first=first, in_round=in_round)
        own += told_me(turn, people)
        if not own and spoken[turn.speaker] < EARLY_S:
            own += presented(turn, turns[i - 1].text if i else "", people, first)
        spoken[turn.speaker] += turn.end - turn.start
        for said in oneself.denied(turn.text):
            if (other := names.resolve(said.name, people, title=said.title)) is not None:
                found.append(names_another(turn, other, said.passage))
        himself = {clue.heard.name for clue in own}
        if is_long(turn):
            heard.add(turn.speaker)
        own += of_role(turn, people)
        others = to_others.told(turn, turns[:i], turns[i + 1 : i + 3], people, first)
        own += [clue for clue in others if clue.heard.name not in himself]
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
    for said in oneself.introductions(turn.text):
        heard = names.resolve(said.name, people, said.after, said.title)
        if heard is not None:
            yield Clue.of(turn.speaker, heard, "self_introduction", said.passage)


def asked_for(
    turn: Turn, before: Turn, people: Sequence[Known], *, first: bool, in_round: bool
) -> Iterator[Clue]:
    """The speaker was asked who he is, and begins with a name; or he was turned to, or all give
    their names in a round, and it is the `first` that he says."""
    if asked.for_name(before.text, first=first):
        said, kind = asked.given(turn.text), "self_introduction"
    elif first and (in_round or asked.for_word(before.text)):
        said, kind = asked.volunteered(turn.text), "in_round"
    else:
        return
    heard = names.resolve(said.name, people, title=said.title) if said is not None else None
    if said is not None and heard is not None:
        yield Clue.of(turn.speaker, heard, kind, said.passage)


def told_me(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker tells by what name, that somebody known has, another has called him."""
    for said in hearsay.told_me(turn.text):
        heard = names.resolve(said.name, people)
        if heard is not None and heard.known is not None:
            yield Clue.of(turn.speaker, heard, "told_me", said.passage)


def presented(
    turn: Turn, before: str, people: Sequence[Known], first: bool = False
) -> Iterator[Clue]:
    """One of the first sentences begins with a full name and goes on with what one does; or the
    `first` turn begins with the full name of somebody known, or a part of the name and of the role
    of one person, and of no other, is in it.

    Later ones who begin so are hosts who announce somebody.
    """
    told = first_words.presented(turn.text, before)
    said = (first_words.roll_call(turn.text) if first else None) or told
    heard = names.resolve(said.name, people, title=said.title) if said is not None else None
    # The words of the phrase may be a greeting and one name: "Bonjour Marie, bonjour à tous."
    sure = told is not None or (heard is not None and heard.known is not None)
    if said is not None and heard is not None and sure and " " in heard.heard:
        yield Clue.of(turn.speaker, heard, "roll_call", said.passage)
        return
    does = dict(particulars.told(turn.text, people)) if first else {}
    if len(does) == 1:
        [(name, passage)] = does.items()
        person = next(p for p in people if p.name == name)
        yield Clue.of(turn.speaker, Heard.of(person), "roll_call", passage)


def of_role(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker says that he is what one known person, and no other, is, or is in charge of."""
    having = [person for person in people if person.role]
    told = [
        ([p for p in having if particulars.is_role(_words(role), p.role or "")], passage)
        for role, passage in oneself.roles(turn.text)
    ]
    told += [
        ([p for p in having if particulars.is_head(what, p.role or "")], passage)
        for what, passage in oneself.runs(turn.text)
    ]
    for meant, passage in told:
        if (person := names.only(meant)) is not None:
            yield Clue.of(turn.speaker, Heard.of(person), "role", passage)


def _words(text: str) -> list[str]:
    return [plain(word) for word in re.findall(r"[\w-]+", text)]


def affiliated(turn: Turn, people: Sequence[Known]) -> Iterator[Clue]:
    """The speaker says "we" or "I" of where one known person, and no other, works."""
    for sentence in phrases.sentences(turn.text):
        if not OURS.search(sentence):
            continue
        said = _words(sentence)
        person = names.only([p for p in people if p.company and particulars.says(said, p.company)])
        if person is not None:
            yield Clue.of(turn.speaker, Heard.of(person), "affiliation", sentence.strip())


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
        yield Clue.of(speaker, Heard.of(person), "agenda_order", passage)
