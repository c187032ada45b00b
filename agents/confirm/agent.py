"""A person's word for a name: the transcript again with it, and the voice known from then on."""

from dataclasses import replace
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from agents import given
from agents.confirm import logic
from schemas import events as e
from streams.codec import converter
from streams.db import Database
from streams.errors import PoisonError
from streams.events import confirmed, follow
from streams.reprocess import STEP, computation
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
# A voice that is pending under a number has it in every transcript in which it was heard.
_VOICE = """
SELECT pending_number, name FROM st.voiceprint_library
WHERE user_id = %s AND transcript_id = %s AND speaker = %s AND computation = %s
  AND pending_number IS NOT NULL
"""
_CONFIRM = """
UPDATE st.voiceprint_library SET status = 'confirmed', name = %s
WHERE user_id = %s AND pending_number = %s
"""
# One that was taken for somebody known has no number.
_HEARD = """
UPDATE st.voiceprint_library SET status = 'confirmed', name = %s
WHERE user_id = %s AND transcript_id = %s AND speaker = %s AND computation = %s
  AND pending_number IS NULL
"""
# A name given there by a person stays, unless it is the one that followed from this voice's.
_ELSEWHERE = """
SELECT s.transcript_id, s.speaker, t.revision FROM st.voiceprint_library v
JOIN st.speakers s USING (user_id, transcript_id, speaker)
JOIN st.transcripts t USING (user_id, transcript_id)
WHERE user_id = %(user)s AND pending_number = %(number)s AND t.status = 'completed'
  AND v.computation = t.revision / %(step)s
  AND s.transcript_id <> %(id)s AND s.name IS DISTINCT FROM %(name)s
  AND (s.name_source IS DISTINCT FROM 'PERSON' OR s.name = %(before)s)
"""


class Confirm:
    """Handles `speaker.confirmed`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def handle(self, event: e.SpeakerConfirmed, emit: Emit) -> None:
        """Emit the transcript's segments and speakers with a higher revision.

        They have the names that were given before too, stored or not. What comes again emits the
        same, or more of them. Raises `PoisonError` for a transcript, revision or speaker
        that does not exist: whoever asks has read the revision before in the store.
        """
        with self._database.transaction(event.user_id) as connection:
            transcript, speakers, segments = _stored(connection, event)
            spans = [(s["start"], s["end"]) for s in segments if s["speaker"] == event.speaker]
            revision, names = given.keep(connection, event, transcript["revision"], spans)
            event = replace(event, meta=replace(event.meta, revision=revision))
            named = speakers
            for one in names:
                facts = _facts(connection, event, one.name)
                other = logic.placeholder(named, transcript["language"])
                named = logic.renamed(named, one.speaker, one.name, facts, other)
            elsewhere = _known_from_now_on(connection, event)
        by_label = {speaker.speaker: speaker for speaker in named}
        for segment in segments:
            emit(_enriched(event, segment, by_label[segment["speaker"]], len(segments)))
        emit(
            e.SpeakersIdentified(
                meta=follow(e.SpeakersIdentified, event),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                segment_total=len(segments),
                language=transcript["language"],
                duration_s=transcript["duration_s"],
                speakers=named,
            )
        )
        for transcript_id, speaker, stored in elsewhere:
            emit(confirmed(event.user_id, transcript_id, speaker, event.name, stored + 1))


def _stored(
    connection: Connection[Any], event: e.SpeakerConfirmed
) -> tuple[dict[str, Any], list[e.IdentifiedSpeaker], list[dict[str, Any]]]:
    identity = (event.user_id, event.transcript_id)
    with connection.cursor(row_factory=dict_row) as cursor:
        transcript = cursor.execute(_TRANSCRIPT, identity).fetchone()
        if transcript is None:
            raise PoisonError("there is no such transcript; see python -m gateway list")
        if transcript["revision"] < event.meta.revision - 1:
            raise PoisonError(
                f"the transcript has revision {transcript['revision']}, not "
                f"{event.meta.revision - 1}: name the speaker again with python -m gateway name"
            )
        if computation(transcript["revision"]) > computation(event.meta.revision - 1):
            raise PoisonError(
                "the transcript was done again since, and its speakers have other labels: name the "
                "speaker again with python -m gateway name"
            )
        place = (*identity, transcript["revision"])
        rows = cursor.execute(_SPEAKERS, place).fetchall()
        segments = cursor.execute(_SEGMENTS, place).fetchall()
    speakers = [converter.structure(row, e.IdentifiedSpeaker) for row in rows]
    if event.speaker not in {speaker.speaker for speaker in speakers}:
        raise PoisonError(f"the transcript has no speaker {event.speaker}")
    return transcript, speakers, segments


def _facts(connection: Connection[Any], event: e.SpeakerConfirmed, name: str) -> e.Facts | None:
    row = connection.execute(_FACTS, (event.user_id, event.transcript_id, name)).fetchone()
    return converter.structure(row[0], e.Facts) if row else None


def _known_from_now_on(
    connection: Connection[Any], event: e.SpeakerConfirmed
) -> list[tuple[Any, str, int]]:
    """Give the voice its name; where else it was heard, as (transcript, speaker, revision)."""
    number_of = computation(event.meta.revision - 1)
    place = (event.user_id, event.transcript_id, event.speaker, number_of)
    voice = connection.execute(_VOICE, place).fetchone()
    if voice is None:
        connection.execute(_HEARD, (event.name, *place))
        return []
    number, before = voice
    connection.execute(_CONFIRM, (event.name, event.user_id, number))
    others = {
        "user": event.user_id,
        "id": event.transcript_id,
        "number": number,
        "name": event.name,
        "before": before,
        "step": STEP,
    }
    return [(row[0], row[1], row[2]) for row in connection.execute(_ELSEWHERE, others)]


def _enriched(
    event: e.SpeakerConfirmed, segment: dict[str, Any], speaker: e.IdentifiedSpeaker, total: int
) -> e.SegmentEnriched:
    return e.SegmentEnriched(
        meta=follow(e.SegmentEnriched, event, part=segment["index"]),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        **{**segment, "words": [e.Word(**word) for word in segment["words"]]},
        total=total,
        display_name=speaker.display_name,
        name=speaker.name,
        name_source=speaker.name_source,
        name_score=speaker.name_score,
        evidence=speaker.evidence,
        facts=speaker.facts,
        candidates=speaker.candidates,
    )


def spec(database: Database) -> StageSpec:
    """The stage."""
    return StageSpec("confirm", (e.SpeakerConfirmed,), Confirm(database).handle)
