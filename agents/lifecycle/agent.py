"""The beginning and the end of a transcript."""

import json
import logging
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from agents import given, state
from agents.enrich.logic import carried
from schemas import events as e
from streams.codec import converter
from streams.db import Database
from streams.events import confirmed, follow, meta
from streams.objects import ObjectStore
from streams.reprocess import computation
from streams.stage import Emit, StageSpec
from streams.topics import BY_EVENT
from streams.warning import warn

log = logging.getLogger(__name__)

# What is done again replaces a result only when it is stored; a failure it replaces at once.
_BEGIN = """
INSERT INTO st.transcripts AS t
    (user_id, transcript_id, revision, title, language, audio_uri, upload)
VALUES (%(user)s, %(id)s, %(revision)s, %(title)s, %(language)s, %(audio)s, %(upload)s)
ON CONFLICT (user_id, transcript_id) DO UPDATE
    SET title = excluded.title, audio_uri = excluded.audio_uri, upload = excluded.upload,
        language = coalesce(t.language, excluded.language),
        revision = CASE WHEN t.status = 'completed' THEN t.revision
                        ELSE greatest(t.revision, excluded.revision) END,
        status = CASE WHEN t.status = 'failed' AND excluded.revision > greatest(t.revision, 1)
                      THEN 'processing' ELSE t.status END,
        error = CASE WHEN excluded.revision > greatest(t.revision, 1) THEN NULL ELSE t.error END
"""
_COMPLETE = """
UPDATE st.transcripts SET status = 'completed', error = NULL, completed_at = now()
WHERE user_id = %s AND transcript_id = %s AND revision = %s
"""
# What a higher revision has fewer of. Recognised text stays when only names were corrected.
_REPLACED = ("st.enriched_segments", "st.speakers")
# A letter may be read before the upload is: the two travel on topics of their own.
_FAIL = """
INSERT INTO st.transcripts AS t (user_id, transcript_id, status, error, completed_at)
VALUES (%(user)s, %(id)s, 'failed', %(text)s, now())
ON CONFLICT (user_id, transcript_id) DO UPDATE
    SET status = 'failed', completed_at = excluded.completed_at,
        error = CASE t.status WHEN 'failed' THEN t.error ELSE excluded.error END
    WHERE t.status NOT IN ('completed', 'archived')
RETURNING error
"""
# What is given up there may be of no transcript: an enrolment, a request about one that is gone.
_OF_NONE = {
    BY_EVENT[event].name
    for event in (
        e.VoiceprintsRequested,
        e.VoiceprintsComputed,
        e.SpeakerConfirmed,
        e.ErasureRequested,
    )
}
_SPOKEN = """
SELECT speaker, start_s AS start, end_s AS "end", name_source FROM st.enriched_segments
WHERE user_id = %s AND transcript_id = %s AND revision = %s
"""
_KNOWN = "SELECT 1 FROM st.transcripts WHERE user_id = %(user)s AND transcript_id = %(id)s"


class Lifecycle:
    """Keeps the transcript's status."""

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._database = database
        self._objects = objects

    def handle(
        self, event: e.AudioUploaded | e.TranscriptStored | e.DeadLetter, emit: Emit
    ) -> None:
        """Begin, complete or fail the transcript; each may come again."""
        match event:
            case e.AudioUploaded():
                self._begin(event)
            case e.TranscriptStored():
                self._complete(event, emit)
            case e.DeadLetter():
                self._letter(event, emit)

    def _begin(self, event: e.AudioUploaded) -> None:
        identity = (event.user_id, event.transcript_id)
        with self._database.transaction(event.user_id) as connection:
            connection.execute(_BEGIN, _upload(event))
            connection.execute(
                "INSERT INTO meetnoo.pipelines (user_id, transcript_id, revision)"
                " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (*identity, event.meta.revision),
            )

    def _complete(self, event: e.TranscriptStored, emit: Emit) -> None:
        identity = (event.user_id, event.transcript_id)
        with self._database.transaction(event.user_id) as connection:
            connection.execute(_COMPLETE, (*identity, event.meta.revision))
            state.end(connection, event)
            missed = _missed(connection, event)
            for table in _REPLACED:
                connection.execute(
                    f"DELETE FROM {table} WHERE user_id = %s AND transcript_id = %s"
                    " AND revision < %s".encode(),
                    (*identity, event.meta.revision),
                )
        self._objects.finish_up_to(event.user_id, event.transcript_id, event.meta.revision)
        for given_late in missed:
            emit(given_late)
        emit(
            e.TranscriptCompleted(
                meta=follow(e.TranscriptCompleted, event, part="completed"),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                status=e.TranscriptStatus.COMPLETED,
                error=None,
                segment_total=event.segment_total,
                speaker_total=event.speaker_total,
            )
        )

    def _letter(self, event: e.DeadLetter, emit: Emit) -> None:
        """A letter of a finished transcript, or of no transcript, changes nothing.

        Of several the first one tells why: the others often follow from it.
        """
        if event.transcript_id is None or event.user_id is None:
            return
        values = {"text": event.reason, "user": event.user_id, "id": event.transcript_id}
        with self._database.transaction(event.user_id) as connection:
            if event.topic in _OF_NONE and not connection.execute(_KNOWN, values).fetchone():
                return
            if not event.fatal:
                warn(connection, event.user_id, event.transcript_id, event.reason)
                return
            failed = connection.execute(_FAIL, values).fetchone()
        if failed is None:
            return
        emit(
            e.TranscriptCompleted(
                meta=meta(
                    e.TranscriptCompleted,
                    event.transcript_id,
                    part="failed",
                    revision=event.meta.revision,
                ),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                status=e.TranscriptStatus.FAILED,
                error=failed[0],
            )
        )


def _missed(connection: Connection[Any], event: e.TranscriptStored) -> list[e.SpeakerConfirmed]:
    """Names that persons gave to the result before, too late for this one to have them.

    A speaker whom a person named in this result has that name.
    """
    known = given.names(connection, event)
    said = given.said(known, computation(event.meta.revision))
    if not said:
        return []
    place = (event.user_id, event.transcript_id, event.meta.revision)
    with connection.cursor(row_factory=dict_row) as cursor:
        segments = cursor.execute(_SPOKEN, place).fetchall()
    settled = {s["speaker"] for s in segments if s["name_source"] == e.NameSource.PERSON}
    direct = given.direct(known, segments)
    return [
        confirmed(
            event.user_id,
            event.transcript_id,
            label,
            name,
            event.meta.revision + 1,
            follows=direct.get(label) != name,
        )
        for label, name in carried(said, segments).items()
        if label not in settled
    ]


def _upload(event: e.AudioUploaded) -> dict[str, Any]:
    kept = {k: v for k, v in converter.unstructure(event).items() if k not in ("meta", "text_kept")}
    return {
        "user": event.user_id,
        "id": event.transcript_id,
        "revision": event.meta.revision,
        "title": event.title,
        "language": event.language,
        "audio": event.audio_uri,
        "upload": json.dumps(kept, default=str),
    }


def spec(database: Database, objects: ObjectStore) -> StageSpec:
    """The stage."""
    inputs = (e.AudioUploaded, e.TranscriptStored, e.DeadLetter)
    return StageSpec("lifecycle", inputs, Lifecycle(database, objects).handle)
