"""Putting a transcript together: pure."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from agents.identify.names import Known
from agents.identify.outcome import Naming
from agents.identify.sound import plain
from schemas.events import Candidate, Facts, IdentifiedSpeaker, MatchStatus


@dataclass(frozen=True)
class Passage:
    """A chunk found, with its score."""

    text: str
    participants: list[str]
    keywords: list[str]
    score: float


def calibrated(cosine: float, curve: tuple[float, float] | None) -> float:
    """How likely a passage is about the speaker, 0 to 1, by a logistic curve (Platt, 1999).

    `curve` is the cosine at which it is as likely as not, and how steep it is there. Without one
    the cosine itself is the score.
    """
    if curve is None:
        return cosine
    middle, steepness = curve
    return 1 / (1 + math.exp(-steepness * (cosine - middle)))


def ready(state: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether beside the text's parts the context and every speaker's pooled vector are there."""
    return "context" in state and set(parts[0]["speakers"]) <= set(state.get("pooled", {}))


def carried(
    said: Sequence[tuple[str, str, float, float]], segments: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Names that a person gave, by the label of whoever speaks now where the named one spoke.

    `said` has label, name, start and end of what the named ones said in the result before. A label
    means nothing in another result: a name goes to the speaker who has more than half of its time.
    """
    total: dict[tuple[str, str], float] = defaultdict(float)
    shared: dict[tuple[tuple[str, str], str], float] = defaultdict(float)
    for label, name, start, end in said:
        total[label, name] += end - start
        for s in segments:
            both = min(end, s["end"]) - max(start, s["start"])
            if both > 0:
                shared[(label, name), s["speaker"]] += both
    least_first = sorted(shared.items(), key=lambda item: item[1])
    return {new: old[1] for (old, new), seconds in least_first if seconds > total[old] / 2}


def unnamed(language: str) -> str:
    """What somebody without a name is called, before his number."""
    return "Intervenant" if language == "fr" else "Speaker"


def placeholders(
    speakers: Sequence[str], numbers: Mapping[str, int | None], language: str
) -> dict[str, str]:
    """ "Intervenant 1" or "Speaker 1": the pending voice's number, else the next one free."""
    word = unnamed(language)
    used = {number for number in numbers.values() if number is not None}
    result = {}
    following = 1
    for speaker in speakers:
        number = numbers.get(speaker)
        if number is None:
            while following in used:
                following += 1
            number = following
            used.add(number)
        result[speaker] = f"{word} {number}"
    return result


def richest(people: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """People as documents know them, those first of whom a document says most."""
    told = ("role", "company", "email", "phone")
    return sorted(people, key=lambda person: -sum(bool(person[name]) for name in told))


def known(people: Sequence[Mapping[str, Any]]) -> list[Known]:
    """People as documents know them, as they are looked for in speech."""
    return [
        Known(
            p["name"],
            p["source_file"],
            p["passage"],
            role=p["role"],
            company=p["company"],
            place=p.get("place"),
            alias=p.get("alias"),
            office=p.get("office"),
            absent=p.get("absent", False),
        )
        for p in richest(people)
    ]


def known_voices(pooled: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, float]]:
    """Name and cosine of the speakers whose voice is one of the library's."""
    return {
        speaker: (one["match"]["name"], one["match"]["score"])
        for speaker, one in pooled.items()
        if one["match"]["status"] == MatchStatus.KNOWN
    }


def with_voices(people: Sequence[Known], voices: Mapping[str, tuple[str, float]]) -> list[Known]:
    """People of the documents, and those of the voices whom no document names."""
    listed = {person.name for person in people}
    return [*people, *(Known(name) for name, _ in voices.values() if name not in listed)]


def with_corrections(people: Sequence[Known], corrections: Mapping[str, str]) -> list[Known]:
    """People, each with what a glossary says that recognition makes of his name or a part of it."""

    def parts(person: Known) -> set[str]:
        first, *others = person.name.split()
        return {plain(part) for part in (person.name, first, " ".join(others)) if part}

    return [
        replace(p, misheard=tuple((w, r) for w, r in corrections.items() if plain(r) in parts(p)))
        for p in people
    ]


def facts_of(name: str | None, people: Sequence[Mapping[str, Any]]) -> Facts | None:
    """What the documents say about a named person: what the one that says most does."""
    person = next((p for p in richest(people) if p["name"] == name), None)
    if person is None:
        return None
    return Facts(
        role=person["role"],
        company=person["company"],
        email=person["email"],
        phone=person["phone"],
        keywords=person["keywords"],
        source_file=person["source_file"],
        passage=person["passage"],
    )


def candidates_of(
    naming: Naming, passages: Sequence[Passage], suggested: Candidate | None
) -> list[Candidate]:
    """Names considered and not given: by speech, by the documents nearest, by the model."""
    found = {c.name: c for c in naming.candidates}
    for passage in passages:
        for participant in passage.participants:
            found.setdefault(
                participant,
                Candidate(
                    name=participant,
                    score=round(passage.score, 3),
                    keywords=passage.keywords[:6],
                    passage=passage.text[:200],
                ),
            )
    if suggested is not None:
        found.setdefault(suggested.name, suggested)
    found.pop(naming.name or "", None)
    return list(found.values())[:5]


def identified(
    pooled: Mapping[str, Any],
    index: int,
    naming: Naming,
    placeholder: str,
    facts: Facts | None,
    candidates: list[Candidate],
) -> IdentifiedSpeaker:
    """A speaker as he is told of. `pooled` holds the fields of his `SpeakersPooled`; he is shown by
    the placeholder where he has no name."""
    voiceprint = pooled["match"]["voiceprint_id"]
    return IdentifiedSpeaker(
        index=index,
        speaker=pooled["speaker"],
        display_name=naming.name or placeholder,
        name=naming.name,
        name_source=naming.source,
        name_score=round(naming.score, 3),
        evidence=naming.evidence,
        facts=facts,
        candidates=candidates,
        pooled=pooled["embedding"],
        pooled_model=pooled["model"],
        voiceprint_id=UUID(str(voiceprint)) if voiceprint else None,
        seconds=pooled["seconds"],
    )
