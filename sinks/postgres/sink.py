"""The Postgres sink: every batch in one transaction, offsets committed after it."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any

from schemas import events as e
from sinks.postgres import eraser, writer
from sinks.postgres.archive import Archive
from sinks.postgres.rows import Rows, rows_of
from streams import library
from streams.db import Database
from streams.events import erased, meta
from streams.objects import ObjectStore
from streams.progress import timed
from streams.stage import Emit, StageSpec
from streams.warning import warn

INPUTS = (
    e.SegmentsTranscribed,
    e.SegmentEnriched,
    e.SpeakersIdentified,
    e.ContextIndexed,
    e.TranscriptProgress,
    e.VoiceprintsComputed,
    e.ErasureRequested,
)


class PostgresSink:
    """Writes rows and says when a transcript is stored whole.

    It says so again when its last events come again: the event has the same identity.
    """

    def __init__(self, database: Database, objects: ObjectStore) -> None:
        self._database = database
        self._archive = Archive(database, objects)

    def handle(self, events: Sequence[Any], emit: Emit) -> None:
        """Write a batch of events."""
        summaries = [x for x in events if isinstance(x, e.SpeakersIdentified)]
        with ExitStack() as stack:
            for summary in summaries:
                stack.enter_context(timed(summary, "store", emit))
            self._write(events, emit)

    def _write(self, events: Sequence[Any], emit: Emit) -> None:
        rows: Rows = {}
        for event in events:
            for table, new in rows_of(event).items():
                rows.setdefault(table, []).extend(new)
        removed: list[tuple[e.ErasureRequested, dict[str, int]]] = []
        with self._database.transaction(*_tenants(events)) as connection:
            for event in filter(_enrols, events):
                library.check(connection, event.user_id, event.voiceprints)
            writer.write(connection, rows)
            for event in events:
                if isinstance(event, e.SpeakersIdentified):
                    writer.write_summary(connection, event)
                elif isinstance(event, e.SegmentsTranscribed) and event.part == 0:
                    writer.write_models(connection, event)
                elif isinstance(event, e.TranscriptProgress) and event.message:
                    warn(connection, event.user_id, event.transcript_id, event.message)
                elif isinstance(event, e.ErasureRequested):
                    removed.append((event, eraser.erase(connection, event)))
        for event, counts in removed:
            # After the rows: while they were erased, the archive could not take them.
            if event.file_id is None:
                counts["archive"] = self._archive.erase(event.user_id, event.transcript_id)
            emit(erased(event, "postgres", counts))
        self._tell_stored(events, emit)

    def _tell_stored(self, events: Sequence[Any], emit: Emit) -> None:
        """Of the transcripts that the events were of, name those that are whole by now."""
        touched = writer.touched(events)
        if not touched:
            return
        [stored] = self._database.read(_tenants(touched), writer.complete(touched))
        whole = {(user_id, transcript_id): rest for user_id, transcript_id, *rest in stored}
        for event in touched:
            if found := whole.get((event.user_id, event.transcript_id)):
                emit(_stored(event, *found))


def _enrols(event: Any) -> bool:
    return isinstance(event, e.VoiceprintsComputed) and (
        event.purpose is e.VoiceprintPurpose.ENROLMENT
    )


def _tenants(events: Iterable[Any]) -> set[str]:
    return {event.user_id for event in events}


def _stored(event: Any, revision: int, segments: int, speakers: int) -> e.TranscriptStored:
    return e.TranscriptStored(
        meta=meta(
            e.TranscriptStored,
            event.transcript_id,
            revision=revision,
            trace_id=event.meta.trace_id,
        ),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        segment_total=segments,
        speaker_total=speakers,
    )


def spec(database: Database, objects: ObjectStore) -> StageSpec:
    """The sink as a stage."""
    sink = PostgresSink(database, objects)
    return StageSpec("sink-postgres", INPUTS, batch_handler=sink.handle, batch_size=1000)
