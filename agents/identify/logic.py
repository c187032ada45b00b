"""One policy that turns evidence into names: pure. The table is in docs/naming.md."""

from collections.abc import Collection, Mapping, Sequence

from agents.identify import outcome
from agents.identify.claims import (
    HEARD_ONLY,
    OPPOSED,
    STRONGEST,
    VOICE,
    Claim,
    claims,
    is_away,
    only_heard,
    weighed,
)
from agents.identify.clue import Clue
from agents.identify.names import Heard, Known, agree
from agents.identify.outcome import Naming
from schemas.events import NameSource

MARGIN = 0.1


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
    `together`, speaking at the same time, or one is clearly likelier. Then the strongest claim that
    is clearly ahead of the speaker's other names and of the name's other speakers, and again, since
    each name that is given tells whom other words mean.
    """
    result = {s: outcome.by_person(name) for s, name in (confirmed or {}).items()}
    unconfirmed = {s: voice for s, voice in voices.items() if s not in result}
    said = _voices_first(result, unconfirmed, claims(clues), threshold, together)
    while (claim := _strongest(said, unconfirmed, result, threshold)) is not None:
        heard = claim.clues[0].kind == VOICE
        result[claim.speaker] = outcome.by_voice(claim) if heard else outcome.by_speech(claim)
    shown = weighed(said, {})
    return {s: outcome.with_candidates(result.get(s, Naming()), s, shown) for s in speakers}


def _strongest(
    said: Sequence[Claim],
    voices: Mapping[str, tuple[str, float]],
    result: Mapping[str, Naming],
    threshold: float,
) -> Claim | None:
    """The strongest claim that may be given, of those that are left."""
    left = weighed(said, {s: (n.name or "", n.score) for s, n in result.items()})
    taken = {naming.name for naming in result.values()}
    for claim in sorted(left, key=lambda c: -c.score):
        unsure = only_heard(claim.known) or is_away(claim)
        needed = max(threshold, HEARD_ONLY) if unsure else threshold
        rivals = _rivals(claim, left)
        name, cosine = voices.get(claim.speaker, (claim.name, 0.0))
        if name not in taken and name != claim.name:
            rivals.append(cosine)
        if claim.score >= needed and all(claim.score - r >= MARGIN for r in rivals):
            return claim
    return None


def _voices_first(
    result: dict[str, Naming],
    voices: Mapping[str, tuple[str, float]],
    said: list[Claim],
    threshold: float,
    together: Collection[frozenset[str]],
) -> list[Claim]:
    """Put the names that voices give into the result; the claims with what the voices say.

    A voice that is contradicted gives no name here: it is weighed with the other claims.
    """
    heard = weighed(said, {})
    for speaker, (name, cosine) in sorted(voices.items(), key=lambda item: -item[1][1]):
        if any(
            frozenset((s, speaker)) in together
            or (n.source is NameSource.VOICEPRINT and n.score - cosine >= MARGIN)
            for s, n in result.items()
            if n.name == name
        ):
            continue
        doubted = _contradicted(speaker, name, heard, threshold)
        claim = _with_voice(speaker, name, cosine, heard, OPPOSED if doubted else 1.0)
        said = [claim, *(c for c in said if (c.speaker, c.name) != (speaker, name))]
        if not doubted:
            result[speaker] = outcome.by_voice(claim)
    return said


def _rivals(claim: Claim, left: Sequence[Claim]) -> list[float]:
    """How strong the speaker's other names are that nobody has, and the name's other speakers.

    Against a known name one that is in no document, and may be none, tells less.
    """
    return [
        c.score * (OPPOSED if only_heard(c.known) and not only_heard(claim.known) else 1.0)
        for c in left
        if (c.speaker == claim.speaker) != (c.name == claim.name)
    ]


def _contradicted(speaker: str, name: str, said: Sequence[Claim], threshold: float) -> bool:
    """Whether what is said would give the speaker the name of another known person."""
    return any(
        c.speaker == speaker
        and c.known is not None
        and c.score >= (HEARD_ONLY if is_away(c) else threshold)
        and not agree(c.name, name)
        for c in said
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
