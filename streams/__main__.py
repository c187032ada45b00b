"""Operating the stream: `python -m streams topics --apply`."""

from typing import Annotated

import typer

from streams import admin, settings

cli = typer.Typer(no_args_is_help=True, add_completion=False)


@cli.callback()
def operate() -> None:
    """Operate the stream."""


@cli.command()
def topics(
    apply: Annotated[bool, typer.Option(help="Create topics, register schemas.")] = False,
) -> None:
    """Compare the cluster with the topic catalogue, or make it so."""
    config = settings.load()
    if apply:
        admin.apply(config)
    found = admin.drift(config)
    for line in found:
        typer.echo(line)
    raise typer.Exit(code=1 if found else 0)


if __name__ == "__main__":
    cli()
