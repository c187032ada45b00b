"""What a person's word for a name makes of a transcript: pure."""

from collections.abc import Sequence
from dataclasses import replace

from agents.enrich.logic import unnamed
from agents.identify.outcome import CONFIRMED
from schemas.events import Facts, IdentifiedSpeaker, NameSource


def renamed(
    speakers: Sequence[IdentifiedSpeaker],
    label: str,
    name: str,
    facts: Facts | None,
    placeholder: str,
) -> list[IdentifiedSpeaker]:
    """The speakers with that one named, with the facts that the name has there, else these.

    Another who had the name from a machine loses it and is called by the placeholder; one who has
    it from a person keeps it, since a voice can be taken for two.
    """
    known = next((s.facts for s in speakers if s.name == name and s.facts), facts)

    def again(speaker: IdentifiedSpeaker) -> IdentifiedSpeaker:
        if speaker.speaker == label:
            return _named(speaker, name, known)
        if speaker.name == name and speaker.name_source is not NameSource.PERSON:
            return _without(speaker, placeholder)
        return speaker

    return [again(speaker) for speaker in speakers]


def _named(speaker: IdentifiedSpeaker, name: str, facts: Facts | None) -> IdentifiedSpeaker:
    known = speaker.evidence if speaker.name == name else []
    return replace(
        speaker,
        name=name,
        display_name=name,
        name_source=NameSource.PERSON,
        name_score=1.0,
        evidence=[CONFIRMED, *(x for x in known if x.source is not NameSource.PERSON)],
        facts=facts,
    )


def _without(speaker: IdentifiedSpeaker, placeholder: str) -> IdentifiedSpeaker:
    return replace(
        speaker,
        name=None,
        display_name=placeholder,
        name_source=NameSource.NONE,
        name_score=0.0,
        evidence=[],
        facts=None,
    )


def placeholder(speakers: Sequence[IdentifiedSpeaker], language: str) -> str:
    """ "Intervenant 4" or "Speaker 4", by a number that nobody there has."""
    word = unnamed(language)
    taken = {speaker.display_name for speaker in speakers}
    number = next(n for n in range(1, len(speakers) + 2) if f"{word} {n}" not in taken)
    return f"{word} {number}"
