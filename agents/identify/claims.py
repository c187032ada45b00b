"""What speaks for a name of a speaker, taken together: pure. The table is in docs/naming.md."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from agents.identify.clue import WEIGHTS, Clue
from agents.identify.courtesies import receives
from agents.identify.names import Known

# A name that is in no document has nothing that would show a mishearing: one piece of evidence is
# not enough for it, whatever its kind.
HEARD_ONLY = 0.92
STRONGEST = 0.99
# Nobody calls or thanks himself, but a turn in which he does may be two speakers' taken for one.
OWN_WORD = ("self_introduction", "roll_call", "in_round", "told_me")
# Of one who answers, and may mean another than whoever spoke last: if anything else speaks against
# it, it tells less.
REPLIES = (
    "thanked_after",
    "thanked_for",
    "thanked_longest",
    "thanked_last",
    "thanked_left",
    "greeted_back",
    "replied_to",
    "told_after",
)
# They say so little that they oppose nothing.
HINTS = ("thanked_last", "mentioned_before")
# One of two is thanked.
EITHER = ("thanked_longest", "thanked_last")
# As much less tells a voice, when what is said names another.
OPPOSED = 0.8
VOICE = "voiceprint"
# More than a single call or word of thanks gives: a word of one's own, a voice, or two that agree.
SURE = 0.7


@dataclass(frozen=True)
class Claim:
    """All that speaks for one name of one speaker."""

    speaker: str
    name: str
    known: Known | None
    score: float
    clues: list[Clue]


def claims(clues: Sequence[Clue]) -> list[Claim]:
    """Clues for one name of one speaker together."""
    against = {(c.speaker, c.heard.name) for c in clues if c.against}
    grouped: dict[tuple[str, str], list[Clue]] = {}
    for clue in clues:
        place = (clue.speaker, clue.heard.name)
        if not clue.against and (place not in against or clue.kind in OWN_WORD):
            grouped.setdefault(place, []).append(clue)
    return [
        Claim(speaker, name, own[0].heard.known, _score(own), own)
        for (speaker, name), own in grouped.items()
    ]


def _score(clues: Sequence[Clue]) -> float:
    """1 - product of (1 - score)."""
    doubt = 1.0
    for clue in clues:
        doubt *= 1 - clue.score
    score = min(1 - doubt, STRONGEST)
    heard = clues[0].heard
    if heard.known is None and len(heard.name.split()) < 2:
        return min(score, HEARD_ONLY - 0.1)  # a first name alone tells too little
    return score


def weighed(claims: Sequence[Claim], named: Mapping[str, tuple[str, float]]) -> list[Claim]:
    """The claims of speakers and for names that are not among those `named`, with their scores.

    What may mean one of two rather means the one when the other surely is somebody else.
    """
    holders = {name: speaker for speaker, (name, _) in named.items()}
    sure = {speaker for speaker, (_, score) in named.items() if score >= SURE}
    unnamed = [_meant(claim, sure) for claim in claims if claim.speaker not in named]
    left = [claim for claim in unnamed if claim.name not in holders]
    opposing = [claim for claim in unnamed if not _explained(claim, holders)]
    return [replace(c, score=OPPOSED * c.score) if _doubted(c, opposing) else c for c in left]


def _explained(claim: Claim, holders: Mapping[str, str]) -> bool:
    """Whether the name is that of somebody who may be meant as well: it says nothing of whose other
    words are for the speaker."""
    return all(holders.get(claim.name) in clue.others for clue in claim.clues)


def _meant(claim: Claim, sure: Set[str]) -> Claim:
    """The claim with what means its speaker rather than those who surely are somebody else."""
    clues = [_left(clue, sure) for clue in claim.clues]
    if clues == claim.clues or claim.clues[0].kind == VOICE:
        return claim
    return replace(claim, score=_score(clues), clues=clues)


def _left(clue: Clue, sure: Set[str]) -> Clue:
    if clue.kind not in EITHER or not clue.others or clue.others[0] not in sure:
        return clue
    score = clue.score * WEIGHTS["thanked_left"] / WEIGHTS[clue.kind]
    return replace(clue, kind="thanked_left", score=score)


def _doubted(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether only replies speak for a name, and anything for another speaker or another name.

    Thanks after which somebody likelier spoke too are nothing: they are for that one.
    """
    opposed = any(
        (c.speaker == claim.speaker) != (c.name == claim.name)
        and any(clue.kind not in HINTS for clue in c.clues)
        for c in claims
    )
    return opposed and all(clue.kind in REPLIES for clue in claim.clues)


def only_heard(known: Known | None) -> bool:
    """Whether a name is in no document."""
    return known is None or known.heard


def is_away(claim: Claim) -> bool:
    """Whether the name is of somebody listed as absent, and nothing shows that he has come after
    all: his voice, or that he introduces himself or is received."""
    return (claim.known is not None and claim.known.absent) and not any(
        clue.kind in (VOICE, "self_introduction") or receives(clue.passage) for clue in claim.clues
    )
