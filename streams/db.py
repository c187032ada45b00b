"""The PostgreSQL pool, and what its errors mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from streams.errors import PoisonError, TransientError
from streams.settings import Settings

AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)


class Database:
    """Connections checked before use and recycled after an hour."""

    def __init__(self, settings: Settings, *, size: int | None = None) -> None:
        self._pool = ConnectionPool(
            settings.postgres_dsn.get_secret_value(),
            min_size=min(size or settings.postgres_pool, settings.postgres_pool),
            max_size=size or settings.postgres_pool_peak,
            max_lifetime=3600,
            timeout=10,
            check=ConnectionPool.check_connection,
            open=True,
        )

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction.

        Raises `TransientError` when the database is away, `PoisonError` when it refuses values.
        """
        try:
            with self._pool.connection() as connection:
                yield connection
        except AWAY as error:
            raise TransientError(f"the database does not answer: {error}") from error
        except psycopg.DataError as error:
            raise PoisonError(f"the database refuses a value: {error}") from error

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()
