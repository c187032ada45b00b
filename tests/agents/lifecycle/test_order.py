"""What is told of a recording before its upload was noted is not lost, on a real PostgreSQL."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from agents import state
from agents.lifecycle.agent import Lifecycle
from benchmarks.hostile.corpus import example
from schemas import events as e
from sinks.postgres import eraser
from streams.codec import converter
from streams.db import Database
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.topics import BY_EVENT
from streams.warning import warn

pytestmark = pytest.mark.integration
TENANT = "order"


@pytest.fixture
def lifecycle(database: Database, settings: Settings, tmp_path: Path) -> Lifecycle:
    here = settings.model_copy(update={"object_store": tmp_path.as_uri()})
    return Lifecycle(database, ObjectStore(here))


def upload(transcript_id: UUID) -> e.AudioUploaded:
    return e.AudioUploaded(
        meta=meta(e.AudioUploaded, transcript_id), transcript_id=transcript_id, user_id=TENANT,
        audio_uri="file:///nowhere", title="a meeting",
    )  # fmt: skip


def letter(transcript_id: UUID, topic: type[Any], *, fatal: bool = True) -> e.DeadLetter:
    return e.DeadLetter(
        meta=meta(e.DeadLetter, transcript_id), transcript_id=transcript_id, user_id=TENANT,
        stage="preprocess", topic=BY_EVENT[topic].name, partition=0, offset=0, key=None,
        value=None, reason="it is not audio", error="PoisonError", attempts=1, stack="",
        fatal=fatal,
    )  # fmt: skip


def found(database: Database, transcript_id: UUID) -> tuple[Any, ...] | None:
    query = (
        "SELECT status, error, title, warnings, revision FROM st.transcripts"
        " WHERE user_id = %s AND transcript_id = %s"
    )
    with database.transaction(TENANT) as connection:
        return connection.execute(query, (TENANT, transcript_id)).fetchone()


def test_a_failure_that_comes_before_the_upload_is_kept_and_told_once(
    lifecycle: Lifecycle, database: Database
) -> None:
    told: list[Any] = []
    identity = uuid4()
    lifecycle.handle(letter(identity, e.AudioUploaded), told.append)
    lifecycle.handle(upload(identity), told.append)
    assert found(database, identity) == ("failed", "it is not audio", "a meeting", [], 1)
    assert [event.status for event in told] == [e.TranscriptStatus.FAILED]


def test_of_several_failures_the_first_one_is_told(
    lifecycle: Lifecycle, database: Database
) -> None:
    told: list[Any] = []
    identity = uuid4()
    lifecycle.handle(upload(identity), told.append)
    lifecycle.handle(letter(identity, e.AudioUploaded), told.append)
    second = replace(letter(identity, e.EmbeddingsRequested), reason="there is no file")
    lifecycle.handle(second, told.append)
    assert found(database, identity) == ("failed", "it is not audio", "a meeting", [], 1)
    assert {event.error for event in told} == {"it is not audio"}


def test_warnings_that_come_before_the_upload_are_kept_each_once(
    lifecycle: Lifecycle, database: Database
) -> None:
    identity = uuid4()
    with database.transaction(TENANT) as connection:
        for _ in range(2):
            warn(connection, TENANT, identity, "it breaks off")
    lifecycle.handle(letter(identity, e.AudioUploaded, fatal=False), lambda _: None)
    lifecycle.handle(upload(identity), lambda _: None)
    warnings = ["it breaks off", "it is not audio"]
    assert found(database, identity) == ("processing", None, "a meeting", warnings, 1)


@pytest.mark.parametrize("status", ["completed", "archived"])
def test_a_late_letter_does_not_fail_what_was_finished(
    lifecycle: Lifecycle, database: Database, status: str
) -> None:
    identity = uuid4()
    lifecycle.handle(upload(identity), lambda _: None)
    with database.transaction(TENANT) as connection:
        connection.execute(
            "UPDATE st.transcripts SET status = %s WHERE transcript_id = %s", (status, identity)
        )
    told: list[Any] = []
    lifecycle.handle(letter(identity, e.AudioUploaded), told.append)
    assert (found(database, identity), told) == ((status, None, "a meeting", [], 1), [])


@pytest.mark.parametrize("topic", [e.VoiceprintsRequested, e.SpeakerConfirmed, e.ErasureRequested])
def test_a_letter_of_no_transcript_makes_none(
    lifecycle: Lifecycle, database: Database, topic: type[Any]
) -> None:
    identity = uuid4()
    told: list[Any] = []
    lifecycle.handle(letter(identity, topic), told.append)
    assert (found(database, identity), told) == (None, [])


def test_a_letter_of_an_erased_transcript_makes_none(
    lifecycle: Lifecycle, database: Database
) -> None:
    identity = uuid4()
    lifecycle.handle(upload(identity), lambda _: None)
    with database.transaction(TENANT) as connection:
        erasing = e.ErasureRequested(
            meta=meta(e.ErasureRequested, identity), erasure_id=uuid4(), user_id=TENANT,
            transcript_id=identity,
        )  # fmt: skip
        eraser.erase(connection, erasing)
    told: list[Any] = []
    lifecycle.handle(letter(identity, e.AudioUploaded), told.append)
    lifecycle.handle(letter(identity, e.AudioUploaded, fatal=False), told.append)
    assert (found(database, identity), told) == (None, [])


def test_with_a_result_the_work_of_earlier_tries_goes_and_a_later_ones_stays(
    lifecycle: Lifecycle, settings: Settings, tmp_path: Path
) -> None:
    objects = ObjectStore(settings.model_copy(update={"object_store": tmp_path.as_uri()}))
    identity = uuid4()
    lifecycle.handle(upload(identity), lambda _: None)
    works = [objects.work(TENANT, identity, revision) for revision in (1, 100, 200)]
    for work in works:
        objects.put_bytes(f"{work}/text.json", b"what was said")
    done = e.TranscriptStored(
        meta=meta(e.TranscriptStored, identity, revision=100), transcript_id=identity,
        user_id=TENANT, segment_total=1, speaker_total=1,
    )  # fmt: skip
    lifecycle.handle(done, lambda _: None)
    assert [objects.exists(f"{work}/text.json") for work in works] == [False, False, True]
    assert [objects.finished(work) for work in works] == [True, True, False]


def test_a_transcript_that_is_complete_has_its_text_in_its_rows_alone(
    lifecycle: Lifecycle, database: Database
) -> None:
    identity = uuid4()
    lifecycle.handle(upload(identity), lambda _: None)
    part = replace(example("segments.transcribed"), transcript_id=identity, user_id=TENANT)
    done = e.TranscriptStored(
        meta=meta(e.TranscriptStored, identity), transcript_id=identity, user_id=TENANT,
        segment_total=1, speaker_total=1,
    )  # fmt: skip
    with database.transaction(TENANT) as connection:
        state.add(connection, part, "parts", "0", converter.unstructure(part))
    lifecycle.handle(done, lambda _: None)
    with database.transaction(TENANT) as connection:
        query = "SELECT state FROM meetnoo.pipelines WHERE transcript_id = %s"
        assert connection.execute(query, (identity,)).fetchone() == ({"stored": 1},)
