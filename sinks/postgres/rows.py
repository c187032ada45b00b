"""Events to rows: pure. A row is a dictionary of its table's columns."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from schemas import events as e

Row = dict[str, Any]
Rows = dict[str, list[Row]]


@dataclass(frozen=True)
class Table:
    """A table as the sink writes it. A row of a lower revision never replaces a higher one."""

    name: str
    key: tuple[str, ...]
    revised: bool = True


_TRANSCRIPT = ("user_id", "transcript_id")
TABLES = {
    table.name: table
    for table in (
        Table("meetnoo.segments", (*_TRANSCRIPT, "index")),
        Table("meetnoo.phase_runs", (*_TRANSCRIPT, "revision", "phase", "index"), revised=False),
        Table("st.enriched_segments", (*_TRANSCRIPT, "index")),
        Table("st.speakers", (*_TRANSCRIPT, "speaker")),
        Table("st.contextual_files", (*_TRANSCRIPT, "file_id"), revised=False),
        Table("st.voiceprint_library", ("user_id", "voiceprint_id"), revised=False),
    )
}


def rows_of(event: Any) -> Rows:
    """The rows of an event by table; an event without any gives an empty dictionary."""
    match event:
        case e.SegmentsTranscribed():
            return {"meetnoo.segments": [_segment(event, s) for s in event.segments]}
        case e.SegmentEnriched():
            return {"st.enriched_segments": [_enriched(event)]}
        case e.SpeakersIdentified():
            return {"st.speakers": [_speaker(event, s) for s in event.speakers]}
        case e.ContextIndexed():
            return {"st.contextual_files": [_file(event, f) for f in event.files]}
        case e.TranscriptProgress(state=e.ProgressState.DONE):
            return {"meetnoo.phase_runs": [_phase(event)]}
        case e.VoiceprintsComputed(purpose=e.VoiceprintPurpose.ENROLMENT):
            return {"st.voiceprint_library": [_enrolled(event, v) for v in event.voiceprints]}
    return {}


def deduplicated(rows: list[Row], key: tuple[str, ...]) -> list[Row]:
    """One row a key, the last of the highest revision: one upsert may touch a row only once."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        identity = tuple(row[column] for column in key)
        known = kept.get(identity)
        if known is None or row.get("revision", 0) >= known.get("revision", 0):
            kept[identity] = row
    return list(kept.values())


def _base(event: Any) -> Row:
    return {"user_id": event.user_id, "transcript_id": event.transcript_id}


def _revised(event: Any) -> Row:
    return {**_base(event), "revision": event.meta.revision}


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _words(words: list[e.Word]) -> str:
    """As `_json` gives them; dictionaries are three times as quick, and most of a row is words."""
    return _json(
        [
            {"start": w.start, "end": w.end, "word": w.word, "probability": w.probability}
            for w in words
        ]
    )


def vector(numbers: list[float]) -> str:
    """A pgvector literal."""
    return "[" + ",".join(map(repr, numbers)) + "]"


def _segment(event: e.SegmentsTranscribed, segment: e.Segment) -> Row:
    return {
        **_revised(event),
        "index": segment.index,
        "start_s": segment.start,
        "end_s": segment.end,
        "speaker": segment.speaker,
        "text": segment.text,
        "words": _words(segment.words),
        "overlap": segment.overlap,
    }


def _names(named: e.SegmentEnriched | e.IdentifiedSpeaker) -> Row:
    return {
        "speaker": named.speaker,
        "display_name": named.display_name,
        "name": named.name,
        "name_source": str(named.name_source),
        "name_score": named.name_score,
        "facts": _json(named.facts) if named.facts else "{}",
    }


def _enriched(event: e.SegmentEnriched) -> Row:
    return {
        **_revised(event),
        **_names(event),
        "index": event.index,
        "total": event.total,
        "start_s": event.start,
        "end_s": event.end,
        "text_raw": event.text_raw,
        "text": event.text,
        "words": _words(event.words),
        "overlap": event.overlap,
    }


def _speaker(event: e.SpeakersIdentified, speaker: e.IdentifiedSpeaker) -> Row:
    return {
        **_revised(event),
        **_names(speaker),
        "index": speaker.index,
        "evidence": _json(speaker.evidence),
        "candidates": _json(speaker.candidates),
        "pooled": vector(speaker.pooled) if speaker.pooled else None,
        "pooled_model": speaker.pooled_model,
        "voiceprint_id": speaker.voiceprint_id,
        "seconds": speaker.seconds,
    }


def _file(event: e.ContextIndexed, file: e.IndexedFile) -> Row:
    return {
        **_base(event),
        "file_id": file.file_id,
        "name": file.name,
        "uri": file.uri,
        "sha256": file.sha256,
        "kind": file.kind,
        "language": file.language,
        "chunk_count": file.chunk_count,
        "metadata": file.metadata_json or "{}",
        "error": file.error,
    }


def _phase(event: e.TranscriptProgress) -> Row:
    return {
        **_revised(event),
        "phase": event.phase,
        "index": event.index,
        "total": event.total,
        "started_at": event.started_at,
        "finished_at": event.finished_at,
        "seconds": event.seconds,
    }


def _enrolled(event: e.VoiceprintsComputed, voiceprint: e.Voiceprint) -> Row:
    voiceprint_id: UUID = event.transcript_id
    return {
        "user_id": event.user_id,
        "voiceprint_id": voiceprint_id,
        "name": event.name,
        "status": "confirmed",
        "model": voiceprint.model,
        "embedding": vector(voiceprint.embedding),
        "seconds": voiceprint.seconds,
    }
