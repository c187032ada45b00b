"""The beginning and the end of a transcript."""

import logging

from schemas import events as e
from streams.db import Database
from streams.events import follow, meta
from streams.objects import ObjectStore
from streams.stage import Emit, StageSpec
from streams.topics import BY_EVENT
from streams.warning import warn

log = logging.getLogger(__name__)

_BEGIN = """
INSERT INTO st.transcripts AS t (user_id, transcript_id, revision, title, language, audio_uri)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (user_id, transcript_id) DO UPDATE
    SET title = excluded.title, audio_uri = excluded.audio_uri,
        language = coalesce(t.language, excluded.language),
        revision = greatest(t.revision, excluded.revision)
"""
_COMPLETE = """
UPDATE st.transcripts SET status = 'completed', error = NULL, completed_at = now()
WHERE user_id = %s AND transcript_id = %s AND revision = %s
"""
# A letter may be read before the upload is: the two travel on topics of their own.
_FAIL = """
INSERT INTO st.transcripts AS t (user_id, transcript_id, status, error, completed_at)
VALUES (%(user)s, %(id)s, 'failed', %(text)s, now())
ON CONFLICT (user_id, transcript_id) DO UPDATE
    SET status = 'failed', error = excluded.error, completed_at = excluded.completed_at
    WHERE t.status <> 'completed'
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
        with self._database.transaction() as connection:
            values = (event.meta.revision, event.title, event.language, event.audio_uri)
            connection.execute(_BEGIN, (*identity, *values))
            connection.execute(
                "INSERT INTO meetnoo.pipelines (user_id, transcript_id, revision)"
                " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (*identity, event.meta.revision),
            )

    def _complete(self, event: e.TranscriptStored, emit: Emit) -> None:
        identity = (event.user_id, event.transcript_id)
        with self._database.transaction() as connection:
            connection.execute(_COMPLETE, (*identity, event.meta.revision))
        prefix = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        self._objects.finish(prefix)
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
        """A letter of a finished transcript, or of no transcript, changes nothing."""
        if event.transcript_id is None or event.user_id is None:
            return
        values = {"text": event.reason, "user": event.user_id, "id": event.transcript_id}
        with self._database.transaction() as connection:
            if event.topic in _OF_NONE and not connection.execute(_KNOWN, values).fetchone():
                return
            if not event.fatal:
                warn(connection, event.user_id, event.transcript_id, event.reason)
                return
            failed = connection.execute(_FAIL, values).rowcount
        if not failed:
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
                error=event.reason,
            )
        )


def spec(database: Database, objects: ObjectStore) -> StageSpec:
    """The stage."""
    inputs = (e.AudioUploaded, e.TranscriptStored, e.DeadLetter)
    return StageSpec("lifecycle", inputs, Lifecycle(database, objects).handle)
