"""One policy that turns evidence into names: pure. The table is in docs/naming.md."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agents.identify.clue import Clue
from agents.identify.names import Heard, Known, agree
from agents.identify.phrases import receives
from schemas.events import Candidate, Evidence, NameSource

MARGIN = 0.1
# A name that is in no document has nothing that would show a mishearing: one piece of evidence is
# not enough for it, whatever its kind.
HEARD_ONLY = 0.92
STRONGEST = 0.99
# Of evidence that a reader is shown, the strongest pieces; all of them count.
MOST_SHOWN = 8
# Nobody calls or thanks himself, but a turn in which he does may be two speakers' taken for one.
OWN_WORD = ("self_introduction", "roll_call")
# Of one who answers, and may mean another than whoever spoke last: if anything else speaks against
# it, it tells less.
REPLIES = ("thanked_after", "thanked_for", "thanked_longest", "thanked_last", "greeted_back")
# As much less tells a voice, when what is said names another.
OPPOSED = 0.8
VOICE = "voiceprint"
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


@dataclass(frozen=True)
class Claim:
    """All that speaks for one name of one speaker."""

    speaker: str
    name: str
    known: Known | None
    score: float
    clues: list[Clue]


def identify(
    speakers: Sequence[str],
    voices: Mapping[str, tuple[str, float]],
    clues: Sequence[Clue],
    threshold: float,
    together: Collection[frozenset[str]] = (),
    confirmed: Mapping[str, str] | None = None,
) -> dict[str, Naming]:
    """A naming for each speaker.

    `confirmed` holds the names that a person gave: they stand. `voices` holds the names that the
    voiceprints gave, with their cosine. Voiceprints come first, unless what is said contradicts
    them; a name they gave goes to nobody else, and of two speakers only to the likelier if they are
    `together`, speaking at the same time, or one is clearly likelier. Then the strongest claims,
    each only if it is clearly ahead of the speaker's other names and of the name's other speakers.
    """
    claims = _claims(clues)
    claims = [replace(c, score=OPPOSED * c.score) if _doubted(c, claims) else c for c in claims]
    result = {
        s: Naming(name, NameSource.PERSON, 1.0, [CONFIRMED])
        for s, name in (confirmed or {}).items()
    }
    unconfirmed = {s: voice for s, voice in voices.items() if s not in result}
    claims = _voices_first(result, unconfirmed, claims, threshold, together)
    taken = {naming.name for naming in result.values()}
    for claim in sorted(claims, key=lambda c: -c.score):
        if claim.speaker in result or claim.name in taken:
            continue
        unsure = _only_heard(claim.known) or _is_away(claim)
        needed = max(threshold, HEARD_ONLY) if unsure else threshold
        rivals = _rivals(claim, claims, unconfirmed, result)
        if claim.score >= needed and all(claim.score - r >= MARGIN for r in rivals):
            heard = claim.clues[0].kind == VOICE
            result[claim.speaker] = _by_voice(claim) if heard else _by_speech(claim)
            taken.add(claim.name)
    return {s: _with_candidates(result.get(s, Naming()), s, claims) for s in speakers}


def _voices_first(
    result: dict[str, Naming],
    voices: Mapping[str, tuple[str, float]],
    claims: list[Claim],
    threshold: float,
    together: Collection[frozenset[str]],
) -> list[Claim]:
    """Put the names that voices give into the result; the claims with what the voices say.

    A voice that is contradicted gives no name here: it is weighed with the other claims.
    """
    for speaker, (name, cosine) in sorted(voices.items(), key=lambda item: -item[1][1]):
        if any(
            frozenset((s, speaker)) in together
            or (n.source is NameSource.VOICEPRINT and n.score - cosine >= MARGIN)
            for s, n in result.items()
            if n.name == name
        ):
            continue
        doubted = _contradicted(speaker, name, claims, threshold)
        claim = _with_voice(speaker, name, cosine, claims, OPPOSED if doubted else 1.0)
        claims = [claim, *(c for c in claims if (c.speaker, c.name) != (speaker, name))]
        if not doubted:
            result[speaker] = _by_voice(claim)
    return claims


def _rivals(
    claim: Claim,
    claims: Sequence[Claim],
    voices: Mapping[str, tuple[str, float]],
    result: Mapping[str, Naming],
) -> list[float]:
    """How strong the speaker's other names are that nobody has, and the name's other speakers.

    Against a known name one that is in no document, and may be none, tells less.
    """
    gone = {naming.name for naming in result.values()} - {claim.name}
    rivals = [
        c.score * (OPPOSED if _only_heard(c.known) and not _only_heard(claim.known) else 1.0)
        for c in claims
        if (c.speaker == claim.speaker) != (c.name == claim.name)
        and c.name not in gone
        and c.speaker not in result
    ]
    name, cosine = voices.get(claim.speaker, (claim.name, 0.0))
    return rivals if name in (gone | {claim.name}) else [*rivals, cosine]


def _contradicted(speaker: str, name: str, claims: Sequence[Claim], threshold: float) -> bool:
    """Whether what is said would give the speaker the name of another known person."""
    return any(
        c.speaker == speaker
        and c.known is not None
        and c.score >= (HEARD_ONLY if _is_away(c) else threshold)
        and not agree(c.name, name)
        for c in claims
    )


def _with_voice(
    speaker: str, name: str, cosine: float, claims: Sequence[Claim], trust: float
) -> Claim:
    """What speaks for a name, the voice first: its cosine is a score as others are."""
    said = next((c for c in claims if (c.speaker, c.name) == (speaker, name)), None)
    known = said.known if said else Known(name)
    passage = f"voice like {name}'s in the library, cosine {cosine:.3f}"
    voice = Clue(speaker, Heard(name, name, known, 1.0), VOICE, cosine, passage)
    doubt = (1 - trust * cosine) * (1 - (said.score if said else 0.0))
    clues = [voice, *(said.clues if said else ())]
    return Claim(speaker, name, known, min(1 - doubt, STRONGEST), clues)


def _doubted(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether only replies speak for a name, and anything for another speaker or another name.

    Thanks after which somebody likelier spoke too are nothing: they are for that one.
    """
    opposed = any(
        (c.speaker == claim.speaker) != (c.name == claim.name)
        and any(clue.kind != "thanked_last" for clue in c.clues)
        for c in claims
    )
    return opposed and all(clue.kind in REPLIES for clue in claim.clues)


def _only_heard(known: Known | None) -> bool:
    return known is None or known.heard


def _is_away(claim: Claim) -> bool:
    """Whether the name is of somebody listed as absent, and nothing shows that he has come after
    all: his voice, or that he introduces himself or is received."""
    return (claim.known is not None and claim.known.absent) and not any(
        clue.kind in (VOICE, "self_introduction") or receives(clue.passage) for clue in claim.clues
    )


def _claims(clues: Sequence[Clue]) -> list[Claim]:
    """Clues for one name of one speaker together: 1 - product of (1 - score)."""
    against = {(c.speaker, c.heard.name) for c in clues if c.against}
    grouped: dict[tuple[str, str], list[Clue]] = {}
    for clue in clues:
        place = (clue.speaker, clue.heard.name)
        if not clue.against and (place not in against or clue.kind in OWN_WORD):
            grouped.setdefault(place, []).append(clue)
    claims = []
    for (speaker, name), own in grouped.items():
        doubt = 1.0
        for clue in own:
            doubt *= 1 - clue.score
        score = min(1 - doubt, STRONGEST)
        if own[0].heard.known is None and len(name.split()) < 2:
            score = min(score, HEARD_ONLY - 0.1)  # a first name alone tells too little
        claims.append(Claim(speaker, name, own[0].heard.known, score, own))
    return claims


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


def _by_voice(claim: Claim) -> Naming:
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


def _by_speech(claim: Claim) -> Naming:
    evidence = _evidence(claim.clues)
    if claim.known is None or claim.known.heard:
        return Naming(claim.name, NameSource.SPEECH, claim.score, evidence)
    document = Evidence(
        source=NameSource.DOCUMENT,
        kind="document",
        score=round(claim.score, 3),
        passage=claim.known.passage,
        source_file=claim.known.source_file,
    )
    return Naming(claim.name, NameSource.DOCUMENT, claim.score, [document, *evidence])


def _with_candidates(naming: Naming, speaker: str, claims: Sequence[Claim]) -> Naming:
    others = sorted(
        (c for c in claims if c.speaker == speaker and c.name != naming.name),
        key=lambda c: -c.score,
    )
    candidates = [
        Candidate(name=c.name, score=round(c.score, 3), keywords=[], passage=c.clues[0].passage)
        for c in others[:3]
    ]
    return Naming(naming.name, naming.source, naming.score, naming.evidence, candidates)
