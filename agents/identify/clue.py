"""A reason to give a name to a speaker, or not to. Pure."""

from dataclasses import dataclass

from agents.identify.dialogue import Turn
from agents.identify.names import Heard

# How much each kind of evidence says by itself; docs/naming.md explains the table.
WEIGHTS = {
    "self_introduction": 0.9,
    "addressed_before": 0.65,
    "roll_call": 0.7,
    "in_round": 0.62,
    "told_me": 0.62,
    "role": 0.62,
    "thanked_after": 0.64,
    "replied_to": 0.64,
    "greeted_back": 0.62,
    "told_between": 0.64,
    "told_before": 0.55,
    "told_after": 0.55,
    "thanked_left": 0.55,
    "put_off": 0.5,
    "thanked_for": 0.5,
    "thanked_longest": 0.5,
    "thanked_last": 0.4,
    "affiliation": 0.4,
    "mentioned_before": 0.3,
    "agenda_order": 0.2,
}


@dataclass(frozen=True)
class Clue:
    """A reason to give (or, when `against`, not to give) a name to a speaker. `others` are the
    speakers who may be meant as well, the likeliest first."""

    speaker: str
    heard: Heard
    kind: str
    score: float
    passage: str
    against: bool = False
    others: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, speaker: str, heard: Heard, kind: str, passage: str, others: tuple[str, ...] = ()
    ) -> "Clue":
        """Evidence of a kind: its weight, as surely as the name was heard."""
        return cls(speaker, heard, kind, WEIGHTS[kind] * heard.likeness, passage, others=others)


def names_another(turn: Turn, heard: Heard, passage: str) -> Clue:
    """Nobody calls or thanks himself."""
    return Clue(turn.speaker, heard, "names_another", 1.0, passage.strip(), against=True)
