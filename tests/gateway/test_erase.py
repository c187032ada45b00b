"""What may be erased now, on a real PostgreSQL."""

from uuid import UUID, uuid4

import pytest

from gateway import erase
from streams.db import Database
from streams.errors import SmartTranscriptionError

pytestmark = pytest.mark.integration
TENANT = "erase-asked"


@pytest.fixture
def completed(database: Database) -> UUID:
    identity = uuid4()
    with database.transaction(TENANT) as connection:
        connection.execute(
            "INSERT INTO st.transcripts (user_id, transcript_id, revision, status)"
            " VALUES (%s, %s, 1, 'completed')", (TENANT, identity),
        )  # fmt: skip
    return identity


def worked_on(database: Database, transcript_id: UUID, revision: int, minutes_ago: int) -> None:
    with database.transaction(TENANT) as connection:
        connection.execute(
            "INSERT INTO meetnoo.phase_runs (user_id, transcript_id, revision, phase, finished_at)"
            " VALUES (%s, %s, %s, 'transcribe', now() - make_interval(mins => %s))",
            (TENANT, transcript_id, revision, minutes_ago),
        )


def test_a_transcript_that_is_done_again_is_not_erased_under_its_workers(
    database: Database, completed: UUID
) -> None:
    worked_on(database, completed, 100, minutes_ago=1)
    with pytest.raises(SmartTranscriptionError, match=f"{completed} is still worked on"):
        erase.request(database, TENANT, completed, None)


@pytest.mark.parametrize(("revision", "minutes_ago"), [(1, 0), (100, 11)])
def test_one_that_is_complete_or_was_done_again_in_vain_is_erased(
    database: Database, completed: UUID, revision: int, minutes_ago: int
) -> None:
    worked_on(database, completed, revision, minutes_ago)
    assert erase.request(database, TENANT, completed, None).transcript_id == completed
