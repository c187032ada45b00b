"""The events that tell a transcript's result, whoever makes it: pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from schemas import events as e
from streams.events import follow


def segment(
    cause: Any, said: Mapping[str, Any], speaker: e.IdentifiedSpeaker, total: int
) -> e.SegmentEnriched:
    """A segment with what is known of its speaker. `said` has the segment's other fields, its words
    as dictionaries."""
    return e.SegmentEnriched(
        meta=follow(e.SegmentEnriched, cause, part=said["index"]),
        transcript_id=cause.transcript_id,
        user_id=cause.user_id,
        index=said["index"],
        total=total,
        start=said["start"],
        end=said["end"],
        speaker=speaker.speaker,
        display_name=speaker.display_name,
        name=speaker.name,
        name_source=speaker.name_source,
        name_score=speaker.name_score,
        evidence=speaker.evidence,
        facts=speaker.facts,
        candidates=speaker.candidates,
        text_raw=said["text_raw"],
        text=said["text"],
        words=[e.Word(**word) for word in said["words"]],
        overlap=said["overlap"],
    )


def summary(
    cause: Any,
    speakers: list[e.IdentifiedSpeaker],
    segments: Sequence[Any],
    language: str,
    duration_s: float,
) -> e.SpeakersIdentified:
    """The speakers, and what the transcript has as a whole."""
    return e.SpeakersIdentified(
        meta=follow(e.SpeakersIdentified, cause),
        transcript_id=cause.transcript_id,
        user_id=cause.user_id,
        segment_total=len(segments),
        language=language,
        duration_s=duration_s,
        speakers=speakers,
    )
