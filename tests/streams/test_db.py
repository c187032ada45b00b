"""Connections that break, on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr

from infra.local.stack import Stack
from streams import db
from streams.db import Database
from streams.errors import PoisonError, TransientError
from streams.settings import Settings

pytestmark = pytest.mark.integration
ONE: tuple[str, dict[str, Any]] = ("SELECT 1", {})


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings, size=1)
    yield database
    database.close()


@pytest.fixture
def cut(database: Database, stack: Stack) -> Callable[[], None]:
    """Ends the pool's connection at the server, as a restart of it would."""

    def end() -> None:
        with database.everywhere() as connection:
            pid = connection.info.backend_pid
        with psycopg.connect(stack.owner_dsn, autocommit=True) as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    return end


def in_transaction(database: Database) -> Any:
    with database.everywhere() as connection:
        return connection.execute("SELECT 1").fetchall()


def only_read(database: Database) -> Any:
    return database.read([], ONE)[0]


@pytest.mark.parametrize("work", [in_transaction, only_read])
def test_a_connection_that_broke_just_now_is_told_as_the_database_away_and_replaced(
    database: Database, cut: Callable[[], None], work: Callable[[Database], Any]
) -> None:
    cut()
    with pytest.raises(TransientError, match="does not answer"):
        work(database)
    assert work(database) == [(1,)]


@pytest.mark.parametrize("work", [in_transaction, only_read])
def test_a_connection_that_broke_while_it_lay_idle_is_replaced_unseen(
    database: Database,
    cut: Callable[[], None],
    work: Callable[[Database], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut()
    monkeypatch.setattr(db, "UNCHECKED_S", 0.0)
    assert work(database) == [(1,)]


def test_a_value_that_it_refuses_is_not_quoted(database: Database) -> None:
    broken = {"x": '{"name": "Marie Dubois"'}
    with pytest.raises(PoisonError, match=r"refuses a value: invalid input syntax for type json$"):
        database.read([], ("SELECT %(x)s::jsonb", broken))


def test_a_value_that_it_refuses_is_poison_and_the_next_read_works(database: Database) -> None:
    with pytest.raises(PoisonError, match="refuses a value"):
        database.read([], ("SELECT %(x)s::uuid", {"x": "none"}), ONE)
    assert only_read(database) == [(1,)]


def test_a_standby_and_a_migration_that_is_still_to_come_are_waited_for(
    database: Database,
) -> None:
    with pytest.raises(TransientError, match="are the migrations done"):
        database.read([], ("SELECT 1 FROM st.not_there_yet", {}))
    with pytest.raises(TransientError, match="is it the primary"):
        written_on_a_standby(database)
    assert only_read(database) == [(1,)]


def written_on_a_standby(database: Database) -> None:
    with database.transaction("tenant") as connection:
        connection.execute("SET TRANSACTION READ ONLY")
        connection.execute("DELETE FROM st.transcripts WHERE user_id = 'tenant'")


@pytest.mark.parametrize(
    ("dsn", "said"),
    [
        ("postgresql://127.0.0.1:9/st", "refused"),
        ("postgresql://user:pass word@/st", "ST_POSTGRES_DSN is not how a database is named"),
    ],
)
def test_why_there_is_no_connection_is_told_without_the_password(
    dsn: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "CONNECTED_S", 1.0)
    nowhere = Database(Settings(_env_file=None, postgres_dsn=SecretStr(dsn)), size=1)  # type: ignore[call-arg]
    with pytest.raises(TransientError, match=said) as told:
        only_read(nowhere)
    assert "pass word" not in str(told.value)
    nowhere.close()
