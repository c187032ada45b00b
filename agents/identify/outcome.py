"""What is told of a speaker: the name, where it is from, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.identify.claims import VOICE, Claim, only_heard
from agents.identify.clue import Clue
from schemas.events import Candidate, Evidence, NameSource

# Of evidence that a reader is shown, the strongest pieces; all of them count.
MOST_SHOWN = 8
CONFIRMED = Evidence(
    source=NameSource.PERSON,
    kind="confirmed",
    score=1.0,
    passage="confirmed by a person",
    source_file=None,
)


@dataclass(frozen=True)
class Naming:
    """The outcome for a speaker."""

    name: str | None = None
    source: NameSource = NameSource.NONE
    score: float = 0.0
    evidence: list[Evidence] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)


def by_person(name: str) -> Naming:
    """A name that a person gave."""
    return Naming(name, NameSource.PERSON, 1.0, [CONFIRMED])


def by_voice(claim: Claim) -> Naming:
    """A name that the voice gives, which is the claim's first clue."""
    voice, *spoken = claim.clues
    reason = Evidence(
        source=NameSource.VOICEPRINT,
        kind=VOICE,
        score=round(voice.score, 3),
        passage=voice.passage,
        source_file=None,
    )
    evidence = [reason, *_evidence(spoken)]
    return Naming(claim.name, NameSource.VOICEPRINT, voice.score, evidence)


def by_speech(claim: Claim) -> Naming:
    """A name that was said, with the document that holds it."""
    evidence = _evidence(claim.clues)
    if claim.known is None or only_heard(claim.known):
        return Naming(claim.name, NameSource.SPEECH, claim.score, evidence)
    document = Evidence(
        source=NameSource.DOCUMENT,
        kind="document",
        score=round(claim.score, 3),
        passage=claim.known.passage,
        source_file=claim.known.source_file,
    )
    return Naming(claim.name, NameSource.DOCUMENT, claim.score, [document, *evidence])


def with_candidates(naming: Naming, speaker: str, claims: Sequence[Claim]) -> Naming:
    """The outcome with the speaker's other names, the likeliest first."""
    others = sorted(
        (c for c in claims if c.speaker == speaker and c.name != naming.name),
        key=lambda c: -c.score,
    )
    candidates = [
        Candidate(name=c.name, score=round(c.score, 3), keywords=[], passage=c.clues[0].passage)
        for c in others[:3]
    ]
    return Naming(naming.name, naming.source, naming.score, naming.evidence, candidates)


def _evidence(clues: Sequence[Clue]) -> list[Evidence]:
    return [
        Evidence(
            source=NameSource.SPEECH,
            kind=clue.kind,
            score=round(clue.score, 3),
            passage=clue.passage
            if clue.heard.heard in clue.heard.name
            else f"{clue.passage} [heard: {clue.heard.heard}]",
            source_file=None,
        )
        for clue in sorted(clues, key=lambda clue: -clue.score)[:MOST_SHOWN]
    ]
