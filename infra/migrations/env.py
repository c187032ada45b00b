"""Run the migrations as the owner of the database, whom ST_POSTGRES_OWNER_DSN names."""

import os
from logging.config import fileConfig

import psycopg
from alembic import context
from sqlalchemy import create_engine, make_url, pool, text

from infra.migrations import roles

LOCK = 7_302_026
"""Advisory lock, so that two processes that migrate at once do it one after the other."""


def database_url() -> str:
    """The DSN, told to SQLAlchemy as one for psycopg 3."""
    dsn = os.environ.get("ST_POSTGRES_OWNER_DSN")
    if not dsn:
        raise SystemExit(
            "ST_POSTGRES_OWNER_DSN is not set: it names the database to migrate and its owner"
        )
    url = make_url(dsn).set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def print_sql() -> None:
    """Print the statements instead of running them (`alembic upgrade head --sql`)."""
    context.configure(url=database_url(), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def migrate() -> None:
    """Apply what is missing: all of it or, should a statement fail, nothing."""
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        context.configure(connection=connection, transaction_per_migration=False)
        with context.begin_transaction():
            context.run_migrations()
        raw = connection.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        roles.let_in(raw)


if context.config.config_file_name is not None:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)
if context.is_offline_mode():
    print_sql()
else:
    migrate()
