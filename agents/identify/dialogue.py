"""Who says what after whom, and who speaks at the same time: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

SHORT_S = 1.5


@dataclass(frozen=True)
class Misheard:
    """A name that is written in a turn's text, what was recognised in its place, and how alike."""

    name: str
    heard: str
    likeness: float


@dataclass(frozen=True)
class Turn:
    """What one speaker says until another does."""

    speaker: str
    start: float
    end: float
    text: str
    misheard: tuple[Misheard, ...] = ()


def is_long(turn: Turn) -> bool:
    """Whether it is more than a word thrown in."""
    return turn.end - turn.start >= SHORT_S


def turns_of(segments: Sequence[Mapping[str, Any]]) -> list[Turn]:
    """Neighbouring segments of one speaker joined, with the names that were `misheard` in them."""
    turns: list[Turn] = []
    for s in segments:
        new = Turn(s["speaker"], s["start"], s["end"], s["text"], s.get("misheard", ()))
        if turns and turns[-1].speaker == new.speaker:
            old = turns[-1]
            text, misheard = f"{old.text} {new.text}", (*old.misheard, *new.misheard)
            turns[-1] = Turn(old.speaker, old.start, new.end, text, misheard)
        else:
            turns.append(new)
    return turns


def together(segments: Sequence[Mapping[str, Any]], least_s: float = 0.3) -> set[frozenset[str]]:
    """Pairs of speakers who speak at the same time."""
    ordered = sorted(segments, key=lambda s: float(s["start"]))
    pairs = set()
    for i, a in enumerate(ordered):
        for b in islice(ordered, i + 1, None):
            if a["end"] - b["start"] < least_s:
                break
            if a["speaker"] != b["speaker"] and b["end"] - b["start"] >= least_s:
                pairs.add(frozenset((str(a["speaker"]), str(b["speaker"]))))
    return pairs
