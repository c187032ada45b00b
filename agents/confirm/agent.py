"""A person's word for a name: the transcript again with it, and the voice known from then on."""

from dataclasses import replace
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from agents import given
from agents.confirm import logic, voice
from agents.enrich import result
from schemas import events as e
from streams.codec import converter
from streams.db import Database
from streams.errors import PoisonError
from streams.events import confirmed, followed
from streams.reprocess import computation
from streams.stage import Emit, StageSpec

# The row is locked: another computation is stored before the name is given, or after it is kept.
_TRANSCRIPT = """
SELECT revision, language, duration_s FROM st.transcripts
WHERE user_id = %s AND transcript_id = %s FOR UPDATE
"""
_SPEAKERS = """
SELECT index, speaker, display_name, name, name_source, name_score, evidence,
       nullif(facts, '{}') AS facts, candidates,
       coalesce(pooled::real[], '{}') AS pooled, pooled_model, voiceprint_id, seconds
FROM st.speakers WHERE user_id = %s AND transcript_id = %s AND revision = %s ORDER BY index
"""
_SEGMENTS = """
SELECT index, start_s AS start, end_s AS "end", speaker, text_raw, text, words, overlap
FROM st.enriched_segments
WHERE user_id = %s AND transcript_id = %s AND revision = %s ORDER BY index
"""
_FACTS = """
SELECT person || jsonb_build_object('source_file', name) FROM st.contextual_files,
       jsonb_array_elements(metadata -> 'people') AS person
WHERE user_id = %s AND transcript_id = %s AND person ->> 'name' = %s LIMIT 1
"""


class Confirm:
    """Handles `speaker.confirmed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handle(self, event: e.SpeakerConfirmed, emit: Emit) -> None:
        """Emit the transcript's segments and speakers with a higher revision.

        They have the names that were given before too, stored or not. What comes again emits the
        same, or more of them; after the transcript was done again, only what others follow by. A
        name that follows from another transcript's goes to nobody whom a person has named. Raises
        `PoisonError` for a transcript, revision or speaker that does not exist: whoever asks has
        read the revision before in the store.
        """
        with self._database.transaction(event.user_id) as connection:
            transcript = _transcript(connection, event)
            of = computation(event.meta.revision - 1)
            replaced = computation(transcript["revision"]) > of
            if replaced and not given.kept(connection, event, of):
                raise PoisonError(
                    "the transcript was done again since, and its speakers have other labels: name "
                    "the speaker again with python -m gateway name"
                )
            own = [] if replaced else _result(connection, event, transcript)
            elsewhere = [] if followed(event) else voice.named(connection, event, of)
        for one in own:
            emit(one)
        for place, label, stored in elsewhere:
            emit(confirmed(event.user_id, place, label, event.name, stored + 1, follows=True))


def _transcript(connection: Connection[Any], event: e.SpeakerConfirmed) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(_TRANSCRIPT, (event.user_id, event.transcript_id)).fetchone()
    if found is None:
        raise PoisonError("there is no such transcript; see python -m gateway list")
    if found["revision"] < event.meta.revision - 1:
        raise PoisonError(
            f"the transcript has revision {found['revision']}, not "
            f"{event.meta.revision - 1}: name the speaker again with python -m gateway name"
        )
    return found


def _result(
    connection: Connection[Any], event: e.SpeakerConfirmed, transcript: dict[str, Any]
) -> list[Any]:
    """The transcript's events with the name; none if a person has named the speaker there."""
    speakers, segments = _stored(connection, event, transcript["revision"])
    if followed(event) and event.speaker in given.direct(given.names(connection, event), segments):
        return []
    spans = [(s["start"], s["end"]) for s in segments if s["speaker"] == event.speaker]
    revision, names = given.keep(connection, event, transcript["revision"], spans)
    event = replace(event, meta=replace(event.meta, revision=revision))
    for one in names:
        facts = _facts(connection, event, one.name)
        other = logic.placeholder(speakers, transcript["language"])
        speakers = logic.renamed(speakers, one.speaker, one.name, facts, other)
    by_label = {speaker.speaker: speaker for speaker in speakers}
    language, duration_s = transcript["language"], transcript["duration_s"]
    return [
        *(result.segment(event, s, by_label[s["speaker"]], len(segments)) for s in segments),
        result.summary(event, speakers, segments, language, duration_s),
    ]


def _stored(
    connection: Connection[Any], event: e.SpeakerConfirmed, revision: int
) -> tuple[list[e.IdentifiedSpeaker], list[dict[str, Any]]]:
    place = (event.user_id, event.transcript_id, revision)
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_SPEAKERS, place).fetchall()
        segments = cursor.execute(_SEGMENTS, place).fetchall()
    speakers = [converter.structure(row, e.IdentifiedSpeaker) for row in rows]
    if event.speaker not in {speaker.speaker for speaker in speakers}:
        raise PoisonError(f"the transcript has no speaker {event.speaker}")
    return speakers, segments


def _facts(connection: Connection[Any], event: e.SpeakerConfirmed, name: str) -> e.Facts | None:
    row = connection.execute(_FACTS, (event.user_id, event.transcript_id, name)).fetchone()
    return converter.structure(row[0], e.Facts) if row else None


def spec(database: Database) -> StageSpec:
    """The stage."""
    return StageSpec("confirm", (e.SpeakerConfirmed,), Confirm(database).handle)
