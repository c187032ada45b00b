"""The PostgreSQL pool, whose rows a transaction may see, and what the database's errors mean."""

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg
from psycopg import errors
from psycopg.rows import RowFactory, tuple_row
from psycopg.types.json import set_json_loads
from psycopg_pool import ConnectionPool, PoolTimeout
from pydantic import SecretStr

from streams.errors import FatalError, PoisonError, TransientError
from streams.settings import Settings

AWAY = (psycopg.OperationalError, psycopg.InterfaceError)
CONNECTED_S = 10.0
"""So long a connection is waited for."""
UNCHECKED_S = 1.0
"""A connection that was used so short a time ago is lent without asking whether it lives."""
_WORK_FOR = "SELECT set_config('st.users', %s::text[]::text, true)"
# For a partitioned table PostgreSQL prices a generic plan with all partitions and so plans anew
# every time, which takes longer than to read a transcript.
_READ_FOR = f"{_WORK_FOR}, set_config('plan_cache_mode', 'force_generic_plan', true)"
Values = Mapping[str, Any]


class _Connection(psycopg.Connection[Any]):
    used = 0.0
    """When it last worked, on the monotonic clock."""


# The same values would be refused for ever. A limit that they exceed, such as the longest key, is
# an `OperationalError` too, so these are asked for first.
REFUSED = (
    psycopg.DataError,
    errors.CheckViolation,
    errors.NotNullViolation,
    errors.ProgramLimitExceeded,
)
LATER = (
    errors.ReadOnlySqlTransaction,
    errors.IdleInTransactionSessionTimeout,
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedFunction,
)
"""No event is to blame for these: a standby that is not in charge yet, a migration still to run."""


class Database:
    """Connections checked before use and recycled after an hour."""

    def __init__(
        self, settings: Settings, *, size: int | None = None, dsn: SecretStr | None = None
    ) -> None:
        self._dsn = (dsn or settings.postgres_dsn).get_secret_value()
        self._pool = ConnectionPool(
            self._dsn,
            connection_class=_Connection,
            min_size=min(size or settings.postgres_pool, settings.postgres_pool),
            max_size=size or settings.postgres_pool_peak,
            max_lifetime=3600,
            timeout=CONNECTED_S,
            configure=_configure,
            check=_check,
            open=True,
        )

    @contextmanager
    def transaction(self, tenant: str, *more: str) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction that sees and writes rows of these tenants alone.

        Raises `TransientError` when the database is away, `PoisonError` when it refuses values.
        """
        with self._lent() as connection:
            work_for(connection, (tenant, *more))
            yield connection

    @contextmanager
    def everywhere(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection in a transaction over all tenants, for operators; others see nothing.

        Raises as `transaction` does.
        """
        with self._lent() as connection:
            yield connection

    def read(
        self,
        tenants: Collection[str],
        *queries: tuple[str, Values],
        row_factory: RowFactory[Any] = tuple_row,
    ) -> list[list[Any]]:
        """The rows of each query, of these tenants alone, in one way there and back.

        The queries are planned once, whatever their values: each should name its tenant and find
        its rows by an index. Raises as `transaction` does.
        """
        with self._lent() as connection:
            # Without BEGIN and COMMIT a pipeline is a transaction.
            connection.autocommit = True
            try:
                with connection.pipeline():
                    connection.execute(_READ_FOR, (list(tenants),))
                    cursors = [
                        connection.cursor(row_factory=row_factory).execute(query.encode(), values)
                        for query, values in queries
                    ]
                return [cursor.fetchall() for cursor in cursors]
            finally:
                connection.autocommit = False

    @contextmanager
    def _lent(self) -> Iterator[_Connection]:
        try:
            with self._pool.connection() as connection:
                yield connection
                # Not by the pool's own `reset`: that hands the connection to another thread.
                connection.used = time.monotonic()
        except REFUSED as error:
            raise PoisonError(f"the database refuses a value: {_said(error)}") from error
        except LATER as error:
            raise TransientError(
                f"the database is not ready for it: {_said(error)}; is it the primary, and are the "
                "migrations done?"
            ) from error
        except PoolTimeout as error:
            raise TransientError(f"the database does not answer: {self._why(error)}") from error
        except AWAY as error:
            raise TransientError(f"the database does not answer: {error}") from error

    def _why(self, error: PoolTimeout) -> str:
        """What the pool keeps to itself: why it got no connection."""
        try:
            psycopg.connect(self._dsn, connect_timeout=2).close()
        except psycopg.ProgrammingError:  # it would quote the password
            return "ST_POSTGRES_DSN is not how a database is named (postgresql://USER@HOST/NAME)"
        except psycopg.Error as reason:
            return str(reason).strip()
        return str(error)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def work_for(connection: psycopg.Connection[Any], tenants: Collection[str]) -> None:
    """Let the rest of the transaction see these tenants' rows, by the row-level security policy."""
    connection.execute(_WORK_FOR, (list(tenants),))


def of_operators(settings: Settings) -> Database:
    """Reads over all tenants and writes nothing: for operators' commands.

    Raises `FatalError` when no such role is named.
    """
    if not settings.postgres_operator_dsn.get_secret_value():
        raise FatalError(
            "ST_POSTGRES_OPERATOR_DSN is not set: it names the role that reads over all tenants"
        )
    return Database(settings, size=1, dsn=settings.postgres_operator_dsn)


def _said(error: psycopg.Error) -> str:
    """Without the details, in which the server quotes values: what people said is not logged."""
    return error.diag.message_primary or str(error)


def _configure(connection: psycopg.Connection[Any]) -> None:
    set_json_loads(orjson.loads, connection)


def _check(connection: _Connection) -> None:
    if time.monotonic() - connection.used > UNCHECKED_S:
        ConnectionPool.check_connection(connection)
