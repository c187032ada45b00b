"""Transcripts that stand still are found, with the phase to look at."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from streams.db import Database, of_operators
from streams.settings import Settings
from streams.watchdog import AFTER, Stalled, stalled, waits_for

TENANT = "still"
BEGUN = {"preprocess": 0, "context": 0, "embed context": 0}


@pytest.mark.parametrize(
    ("left", "phases"),
    [
        ({}, ["preprocess", "context"]),
        ({"preprocess": 0, "context": 0}, ["embed context", "transcribe", "diarize"]),
        ({**BEGUN, "transcribe": 2, "diarize": 0}, ["transcribe (2 tasks left)", "cluster"]),
        ({**BEGUN, "transcribe": 0, "diarize": 0, "cluster": 0}, ["voiceprint"]),
        ({phase: 0 for phase in AFTER if phase != "store"}, ["store"]),
        ({"enrich": 0}, ["store"]),
        ({"context": 0, "finalize": 0}, ["embed context", "match", "embed pooling"]),
    ],
)
def test_what_is_waited_for_is_what_could_go_on(left: dict[str, int], phases: list[str]) -> None:
    assert waits_for(left) == phases


def test_every_phase_is_reached() -> None:
    done: dict[str, int] = {}
    while waiting := waits_for(done):
        done |= dict.fromkeys(waiting, 0)
    assert done.keys() == AFTER.keys()


@pytest.fixture
def everywhere(settings: Settings) -> Iterator[Database]:
    database = of_operators(settings)
    yield database
    database.close()


def begun(
    database: Database, minutes_ago: int, status: str = "processing", stored: int = 0
) -> UUID:
    """A transcript that came then; its recording was decoded a minute later, and no more.

    `stored` is the revision that was stored before.
    """
    identity = uuid4()
    with database.transaction(TENANT) as connection:
        values = {
            "tenant": TENANT, "id": identity, "ago": minutes_ago, "status": status,
            "stored": stored, "revision": 1 if status == "processing" or stored == 1 else 101,
        }  # fmt: skip
        connection.execute(
            "INSERT INTO st.transcripts (user_id, transcript_id, status, revision, created_at)"
            " VALUES (%(tenant)s, %(id)s, %(status)s, %(stored)s,"
            " now() - make_interval(mins => %(ago)s))",
            values,
        )
        connection.execute(
            "INSERT INTO meetnoo.phase_runs (user_id, transcript_id, revision, phase, total,"
            " finished_at) VALUES (%(tenant)s, %(id)s, %(revision)s, 'preprocess', 1,"
            " now() - make_interval(mins => %(ago)s - 1))",
            values,
        )
    return identity


@pytest.mark.integration
def test_only_what_has_stood_still_is_found(database: Database, everywhere: Database) -> None:
    old, older = begun(database, 20), begun(database, 90)
    begun(database, 5)
    begun(database, 20, status="completed", stored=1)
    begun(database, 20, status="failed")
    found = [one for one in stalled(everywhere, 600) if one.user_id == TENANT]
    assert [one.transcript_id for one in found] == [older, old]
    assert found[0].waits_for == ["context", "transcribe", "diarize"]
    assert isinstance(found[0], Stalled)


@pytest.mark.integration
def test_one_that_is_done_again_and_stands_still_is_found(
    database: Database, everywhere: Database
) -> None:
    identity = begun(database, 20, status="completed", stored=2)
    [found] = [one for one in stalled(everywhere, 600) if one.transcript_id == identity]
    assert found.waits_for == ["context", "transcribe", "diarize"]


@pytest.mark.integration
def test_progress_counts_from_its_last_step(database: Database, everywhere: Database) -> None:
    identity = begun(database, 10)
    assert identity not in {one.transcript_id for one in stalled(everywhere, 9.5 * 60)}
    assert identity in {one.transcript_id for one in stalled(everywhere, 8.5 * 60)}
