"""Making events: their deterministic identity and the metadata they inherit."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from schemas.events import ErasureDone, ErasureRequested, EventMeta, SpeakerConfirmed
from streams.topics import BY_EVENT

PRODUCER = "smart-transcription/0.1.0"
_NAMESPACE = uuid5(NAMESPACE_URL, "smart-transcription/events")


def event_id(event_class: type[Any], transcript_id: UUID, revision: int, part: object = "") -> UUID:
    """The identity of an event; the same whenever the same work is done again.

    `part` tells apart the events of one class for one transcript (an index, a phase).
    """
    topic = BY_EVENT[event_class].name
    return uuid5(_NAMESPACE, f"{topic}|{transcript_id}|{revision}|{part}")


def meta(
    event_class: type[Any],
    transcript_id: UUID,
    *,
    part: object = "",
    revision: int = 1,
    trace_id: str | None = None,
) -> EventMeta:
    """Metadata for an event at the head of a chain."""
    return EventMeta(
        event_id=event_id(event_class, transcript_id, revision, part),
        occurred_at=datetime.now(UTC),
        producer=PRODUCER,
        trace_id=trace_id or str(transcript_id),
        revision=revision,
    )


def erased(request: ErasureRequested, store: str, removed: dict[str, int]) -> ErasureDone:
    """The answer of a store to a request to erase."""
    return ErasureDone(
        meta=meta(ErasureDone, request.erasure_id, part=store, trace_id=request.meta.trace_id),
        erasure_id=request.erasure_id,
        user_id=request.user_id,
        transcript_id=request.transcript_id,
        file_id=request.file_id,
        store=store,
        removed=removed,
    )


def confirmed(
    user_id: str,
    transcript_id: UUID,
    speaker: str,
    name: str,
    revision: int,
    *,
    follows: bool = False,
) -> SpeakerConfirmed:
    """A person's word for a speaker's name, which makes that revision of the transcript.

    `follows`: it was said of the same voice in another transcript.
    """
    part = _elsewhere(speaker, name) if follows else f"{speaker}|{name}"
    return SpeakerConfirmed(
        meta=meta(SpeakerConfirmed, transcript_id, part=part, revision=revision),
        transcript_id=transcript_id,
        user_id=user_id,
        speaker=speaker,
        name=name,
    )


def followed(event: SpeakerConfirmed) -> bool:
    """Whether a name was given in another transcript: the identity of such events tells."""
    part = _elsewhere(event.speaker, event.name)
    made = event_id(SpeakerConfirmed, event.transcript_id, event.meta.revision, part)
    return event.meta.event_id == made


def _elsewhere(speaker: str, name: str) -> str:
    return f"{speaker}|{name}|elsewhere"


def follow(event_class: type[Any], cause: Any, *, part: object = "") -> EventMeta:
    """Metadata for an event caused by another: same transcript, revision and trace."""
    return meta(
        event_class,
        cause.transcript_id,
        part=part,
        revision=cause.meta.revision,
        trace_id=cause.meta.trace_id,
    )
