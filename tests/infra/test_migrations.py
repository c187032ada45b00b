"""Migrations run forward, all the way back, and forward again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from infra.local.stack import Stack
from infra.migrations import roles
from streams.db import work_for
from tests.streams.watching import eventually

pytestmark = pytest.mark.integration
VERSIONS = Path(__file__).parents[2] / "infra" / "migrations" / "versions"
ALEMBIC = """
import sys
from alembic.config import main
for step in sys.argv[1:]:
    main(["-c", "infra/migrations/alembic.ini", *step.split()])
"""
TABLES = """
SELECT count(*) FROM information_schema.tables WHERE table_schema IN ('st', 'meetnoo')
"""

ENROL = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, name, status, model, embedding)
VALUES ('awa', gen_random_uuid(), 'Awa', 'confirmed', 'campplus', %s::vector)
"""

PENDING = """
INSERT INTO st.voiceprint_library (user_id, voiceprint_id, status, pending_number, model, embedding,
                                   transcript_id, speaker{more})
VALUES ('awa', gen_random_uuid(), 'pending', 1, 'campplus', '[1]', %s, 'A'{values})
"""


@pytest.fixture
def empty(stack: Stack) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    dsn = stack.owner_dsn
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CREATE DATABASE back_and_forth")
    yield make_url(dsn).set(database="back_and_forth").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE back_and_forth WITH (FORCE)")


def migrate(dsn: str, *steps: str) -> None:
    """Each step by a call of its own, all in one process, which takes its time to start."""
    subprocess.run(
        [sys.executable, "-c", ALEMBIC, *steps],
        env={**os.environ, "ST_POSTGRES_OWNER_DSN": dsn},
        check=True,
    )


def tables(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(TABLES).fetchone()
    return int(row[0]) if row else 0


@pytest.mark.parametrize("setting", ["ST_POSTGRES_DSN", "ST_POSTGRES_OPERATOR_DSN"])
def test_no_process_is_let_in_as_somebody_who_sees_every_tenant(stack: Stack, setting: str) -> None:
    with (
        psycopg.connect(stack.owner_dsn) as connection,
        pytest.raises(SystemExit, match=f"{setting} names the role 'st'"),
    ):
        roles.let_in(connection, {setting: stack.owner_dsn})


def test_every_step_can_be_taken_back(empty: str) -> None:
    migrate(empty, "upgrade head")
    whole = tables(empty)
    migrate(empty, *["downgrade -1"] * len(list(VERSIONS.glob("*.py"))))
    assert tables(empty) == 0
    migrate(empty, "upgrade head")
    assert tables(empty) == whole > 0


def test_voices_enrolled_before_and_while_sketches_grow_are_found(empty: str) -> None:
    migrate(empty, "upgrade 0008")
    vector = json.dumps([1.0, *[0.0] * 191])
    with psycopg.connect(empty) as before, psycopg.connect(empty) as meanwhile:
        before.execute(ENROL, (vector,))
        before.commit()
        meanwhile.execute(ENROL, (vector,))
        with ThreadPoolExecutor(1) as thread:
            growing = thread.submit(migrate, empty, "upgrade head")
            assert eventually(lambda: growing.done() or waiting(before))
            meanwhile.commit()
            growing.result()
    with psycopg.connect(empty) as connection:
        work_for(connection, ["awa"])
        asked = "SELECT * FROM st.near('awa', 'campplus', ARRAY[%s::vector], 0.65)"
        found = connection.execute(asked, (vector,)).fetchall()
    assert len(found) == 2


def test_voices_are_of_the_computation_that_is_stored_and_the_last_one_stays(empty: str) -> None:
    migrate(empty, "upgrade 0009")
    transcript = uuid4()
    computations = "SELECT computation FROM st.voiceprint_library ORDER BY 1"
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO st.transcripts (user_id, transcript_id, revision) VALUES ('awa', %s, 201)",
            (transcript,),
        )
        connection.execute(PENDING.format(more="", values="").encode(), (transcript,))
        migrate(empty, "upgrade head")
        later = PENDING.format(more=", computation", values=", 3").encode()
        connection.execute(later, (transcript,))
        assert connection.execute(computations).fetchall() == [(2,), (3,)]
        migrate(empty, "downgrade 0009")
        left = connection.execute("SELECT count(*) FROM st.voiceprint_library").fetchone()
    assert left == (1,)


def test_what_was_joined_for_a_transcript_that_is_stored_goes(empty: str) -> None:
    migrate(empty, "upgrade 0011")
    state: dict[str, Any] = {
        "1": {"parts": {}},
        "201": {"parts": {}},
        "300": {"parts": {}},
        "given": {"2": {}},
    }
    states = "SELECT state FROM meetnoo.pipelines ORDER BY transcript_id"
    with psycopg.connect(empty, autocommit=True) as connection:
        for number, status in enumerate(["completed", "failed"]):
            place = (UUID(int=number), 201)
            connection.execute(
                "INSERT INTO st.transcripts (user_id, transcript_id, revision, status)"
                " VALUES ('awa', %s, %s, %s)", (*place, status),
            )  # fmt: skip
            connection.execute(
                "INSERT INTO meetnoo.pipelines (user_id, transcript_id, revision, state)"
                " VALUES ('awa', %s, %s, %s)", (*place, json.dumps(state)),
            )  # fmt: skip
        migrate(empty, "upgrade head")
        stored = {"stored": 201, "300": {"parts": {}}, "given": {"2": {}}}
        assert connection.execute(states).fetchall() == [(stored,), (state,)]
        migrate(empty, "downgrade 0011")
        assert "stored" not in connection.execute(states).fetchall()[0][0]


def waiting(connection: psycopg.Connection[Any]) -> bool:
    """Whether anybody waits for a lock on a table."""
    row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(row and row[0])
