"""The PostgreSQL pool, whose rows a transaction may see, and what the database's errors mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic import SecretStr

from streams.errors import FatalError, PoisonError, TransientError
from streams.settings import Settings

AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)


class Database:
    """Connections checked before use and recycled after an hour."""

    def __init__(
        self, settings: Settings, *, size: int | None = None, dsn: SecretStr | None = None
    ) -> None:
        self._pool = ConnectionPool(
            (dsn or settings.postgres_dsn).get_secret_value(),
            min_size=min(size or settings.postgres_pool, settings.postgres_pool),
            max_size=size or settings.postgres_pool_peak,
            max_lifetime=3600,
            timeout=10,
            check=ConnectionPool.check_connection,
            open=True,
        )

    @contextmanager
    def transaction(self, *tenants: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction that sees and writes rows of these tenants alone.

        Raises `TransientError` when the database is away, `PoisonError` when it refuses values.
        """
        try:
            with self._pool.connection() as connection:
                work_for(connection, tenants)
                yield connection
        except AWAY as error:
            raise TransientError(f"the database does not answer: {error}") from error
        except psycopg.DataError as error:
            raise PoisonError(f"the database refuses a value: {error}") from error

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def work_for(connection: psycopg.Connection[Any], tenants: Sequence[str]) -> None:
    """Let the rest of the transaction see these tenants' rows, by the row-level security policy."""
    connection.execute("SELECT set_config('st.users', %s::text[]::text, true)", (list(tenants),))


def of_operators(settings: Settings) -> Database:
    """Reads over all tenants and writes nothing: for operators' commands.

    Raises `FatalError` when no such role is named.
    """
    if not settings.postgres_operator_dsn.get_secret_value():
        raise FatalError(
            "ST_POSTGRES_OPERATOR_DSN is not set: it names the role that reads over all tenants"
        )
    return Database(settings, size=1, dsn=settings.postgres_operator_dsn)
