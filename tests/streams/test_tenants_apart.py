"""Row-level security on a real PostgreSQL: what a tenant's transaction can reach."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from benchmarks.rows import segments
from infra.local.stack import Stack
from sinks.postgres.sink import PostgresSink
from streams.db import Database, of_operators
from streams.errors import FatalError
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.warning import warn

pytestmark = pytest.mark.integration
# Of the tables themselves, their partitions left out: is it on, whose are its policies.
_GUARDED = """
SELECT c.oid::regclass::text, c.relrowsecurity,
       array(SELECT r.rolname FROM pg_policy p JOIN pg_roles r ON r.oid = ANY (p.polroles)
             WHERE p.polrelid = c.oid ORDER BY 1)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'user_id'
WHERE c.relnamespace IN ('st'::regnamespace, 'meetnoo'::regnamespace)
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""
_REACHABLE_PARTS = """
SELECT c.oid::regclass::text FROM pg_class c, unnest(ARRAY['st_app', 'st_operator']) AS role
WHERE c.relispartition AND c.relkind IN ('r', 'p')
  AND (NOT c.relrowsecurity OR has_table_privilege(role, c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
"""
_POWERS = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb,
       (SELECT count(*) FROM pg_class WHERE relowner = r.oid AND relpersistence = 'p'),
       pg_has_role(rolname, 'st', 'MEMBER')
FROM pg_roles r WHERE rolname = %s
"""
Kept = tuple[str, UUID]


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """One connection, so that what a transaction leaves behind meets the next."""
    database = Database(settings, size=1)
    yield database
    database.close()


@pytest.fixture
def owner(stack: Stack) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(stack.owner_dsn) as connection:
        yield connection


@pytest.fixture
def mine(database: Database) -> Kept:
    return kept(database, "mine")


@pytest.fixture
def theirs(database: Database) -> Kept:
    return kept(database, "theirs")


def kept(database: Database, name: str) -> Kept:
    tenant, identity = f"{name}-{uuid4().hex[:8]}", uuid4()
    with database.transaction(tenant) as connection:
        warn(connection, tenant, identity, "noted")
    return tenant, identity


def seen(database: Database, *tenants: str) -> set[UUID]:
    """By a query that forgets to say whose."""
    with database.transaction(*tenants) if tenants else database.everywhere() as connection:
        return {i for (i,) in connection.execute("SELECT transcript_id FROM st.transcripts")}


def test_a_query_that_forgets_the_tenant_sees_his_rows_alone(
    database: Database, mine: Kept, theirs: Kept
) -> None:
    assert seen(database, mine[0]) == {mine[1]}
    assert seen(database, mine[0], theirs[0]) == {mine[1], theirs[1]}


def test_a_transaction_that_names_nobody_sees_nothing(database: Database, mine: Kept) -> None:
    assert seen(database, mine[0]) == {mine[1]}
    assert seen(database) == set()


def test_what_is_only_read_is_of_its_tenants_alone_too(
    database: Database, mine: Kept, theirs: Kept
) -> None:
    query: tuple[str, dict[str, Any]] = ("SELECT transcript_id FROM st.transcripts", {})
    for tenant, identity in (mine, theirs, mine):
        assert database.read([tenant], query, query) == [[(identity,)], [(identity,)]]
    assert database.read([], query) == [[]]
    assert seen(database) == set()


def test_another_tenants_row_cannot_be_changed_or_removed(
    database: Database, mine: Kept, theirs: Kept
) -> None:
    with database.transaction(mine[0]) as connection:
        changed = connection.execute(
            "UPDATE st.transcripts SET title = 'x' WHERE transcript_id = %s", (theirs[1],)
        )
        removed = connection.execute(
            "DELETE FROM st.transcripts WHERE transcript_id = %s", (theirs[1],)
        )
        assert (changed.rowcount, removed.rowcount) == (0, 0)
    assert seen(database, theirs[0]) == {theirs[1]}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO st.transcripts (user_id, transcript_id) VALUES (%(them)s, gen_random_uuid())",
        "UPDATE st.transcripts SET user_id = %(them)s",
        "INSERT INTO st.erased_transcripts (transcript_id) VALUES (%(theirs)s)",
        "SELECT * FROM st.transcripts_p00",
        "ALTER TABLE st.transcripts DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_tenants ON st.transcripts",
        "CREATE TABLE st.mine (user_id text)",
        "SET ROLE st",
        "SET LOCAL row_security = off; SELECT * FROM st.transcripts",
    ],
)
def test_what_would_reach_another_tenant_is_refused(
    database: Database, mine: Kept, theirs: Kept, statement: str
) -> None:
    values = {"them": theirs[0], "theirs": theirs[1]} if "%(" in statement else None
    with pytest.raises(InsufficientPrivilege), database.transaction(mine[0]) as connection:
        connection.execute(statement.encode(), values)


def test_every_table_with_a_tenant_is_guarded_and_no_partition_can_be_reached(
    owner: psycopg.Connection[Any],
) -> None:
    found = owner.execute(_GUARDED).fetchall()
    assert len(found) >= 9
    for table, enabled, roles in found:
        assert (enabled, roles) == (True, ["st_app", "st_operator"]), table
    assert owner.execute(_REACHABLE_PARTS).fetchall() == []


@pytest.mark.parametrize("role", ["st_app", "st_operator"])
def test_our_roles_own_nothing_and_cannot_get_around_the_policies(
    owner: psycopg.Connection[Any], role: str
) -> None:
    assert owner.execute(_POWERS, (role,)).fetchone() == (False, 0, False)


def test_an_operator_sees_every_tenant_and_changes_nothing(
    settings: Settings, mine: Kept, theirs: Kept
) -> None:
    database = of_operators(settings)
    try:
        assert seen(database) >= {mine[1], theirs[1]}
        with pytest.raises(InsufficientPrivilege), database.transaction(mine[0]) as connection:
            connection.execute("DELETE FROM st.transcripts")
    finally:
        database.close()


def test_without_an_operators_setting_it_says_which() -> None:
    nothing = Settings(_env_file=None, postgres_operator_dsn="")  # type: ignore[call-arg,arg-type]
    with pytest.raises(FatalError, match="ST_POSTGRES_OPERATOR_DSN"):
        of_operators(nothing)


def test_a_batch_of_several_tenants_is_written_whole_and_each_sees_his_own(
    database: Database, settings: Settings
) -> None:
    batch = list(segments(7_000, 3))
    PostgresSink(database, ObjectStore(settings)).handle(batch, lambda _: None)
    for event in batch[::33]:
        with database.transaction(event.user_id) as connection:
            rows = connection.execute(
                "SELECT DISTINCT user_id, transcript_id FROM st.enriched_segments"
            ).fetchall()
        assert (event.user_id, event.transcript_id) in rows
        assert {tenant for tenant, _ in rows} == {event.user_id}
