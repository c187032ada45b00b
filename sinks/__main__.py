"""Run one sink, `python -m sinks postgres` or `qdrant`, or move old transcripts to the archive."""

import logging
import sys
import time
from contextlib import closing
from typing import Annotated
from uuid import UUID

import typer

from sinks.postgres import archive as archives
from sinks.postgres import sink as postgres
from sinks.qdrant import sink as qdrant
from streams import logs, settings
from streams.db import Database, of_operators
from streams.errors import SmartTranscriptionError
from streams.objects import ObjectStore
from streams.process import run
from streams.settings import Settings
from streams.vectors import open_qdrant

log = logging.getLogger(__name__)
cli = typer.Typer(no_args_is_help=True, add_completion=False)


@cli.callback()
def write() -> None:
    """Write the stream into a store, and keep the store small."""
    logs.configure()


@cli.command("postgres")
def postgres_command() -> None:
    """Write the stream into PostgreSQL."""
    config = settings.load()
    sys.exit(run([postgres.spec(Database(config), ObjectStore(config))], config))


@cli.command("qdrant")
def qdrant_command() -> None:
    """Write the stream into Qdrant."""
    config = settings.load()
    sys.exit(run([qdrant.spec(open_qdrant(config), ObjectStore(config))], config))


@cli.command()
def archive(
    days: Annotated[int, typer.Option(min=1, help="Move what is older.")] = 730,
    every_hours: Annotated[
        float | None, typer.Option(min=0.01, help="Stay, and do it again; once if not given.")
    ] = None,
) -> None:
    """Move old transcripts into Parquet files of the object store; exit status 1 if one failed."""
    config = settings.load()
    while True:
        failed = _archive(config, days)
        if every_hours is None:
            raise typer.Exit(code=1 if failed else 0)
        time.sleep(every_hours * 3600)


def _archive(config: Settings, days: int) -> int:
    """How many could not be moved; the next run tries them again."""
    with closing(of_operators(config)) as operators:
        found = archives.old(operators, days)
    rows, failed = 0, 0
    with closing(Database(config, size=1)) as database:
        to = archives.Archive(database, ObjectStore(config))
        for user_id, transcript_id in found:
            try:
                rows += to.store(user_id, transcript_id)
            except SmartTranscriptionError as error:
                failed += 1
                log.error("transcript %s is not archived: %s", transcript_id, error)
    log.info("archived %d transcripts, %d rows; %d failed", len(found) - failed, rows, failed)
    return failed


@cli.command()
def restore(
    transcript_id: UUID,
    user: Annotated[str, typer.Option("--user", envvar="ST_USER", help="The tenant.")] = "local",
) -> None:
    """Bring an archived transcript back into PostgreSQL, as it was."""
    config = settings.load()
    with closing(Database(config, size=1)) as database:
        rows = archives.Archive(database, ObjectStore(config)).restore(user, transcript_id)
    typer.echo(f"{transcript_id} is back, {rows} rows")


def main() -> None:
    """The command line; what goes wrong is told in words."""
    try:
        cli()
    except SmartTranscriptionError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
