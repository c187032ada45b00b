"""Run one sink: `python -m sinks postgres` or `python -m sinks qdrant`."""

import sys
from typing import Annotated

import typer

from sinks.postgres import sink as postgres
from sinks.qdrant import sink as qdrant
from streams import logs, settings
from streams.db import Database
from streams.loop import run
from streams.objects import ObjectStore
from streams.vectors import open_qdrant


def main(name: Annotated[str, typer.Argument(help="postgres or qdrant")]) -> None:
    """Write the stream into a store."""
    logs.configure()
    config = settings.load()
    if name == "postgres":
        spec = postgres.spec(Database(config))
    elif name == "qdrant":
        spec = qdrant.spec(open_qdrant(config), ObjectStore(config))
    else:
        raise typer.BadParameter(f"there is no sink {name!r}: postgres or qdrant")
    sys.exit(run([spec], config))


if __name__ == "__main__":
    typer.run(main)
