"""The local stack's command line: `make up`, `make down`, `make status` are thin over it."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from infra.local import backup as backups
from infra.local import catalogue
from infra.local.console import Live
from infra.local.errors import StackError
from infra.local.stack import Stack, State

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False)

Names = Annotated[list[str] | None, typer.Argument(help="Only these; all when none is named.")]
Name = Annotated[str, typer.Argument(help="The service.")]
File = Annotated[Path, typer.Argument(help="The backup, one compressed tar.")]
Backing = Annotated[
    bool, typer.Option("--backing", help="Only the services of others: broker, stores, LLM.")
]

COLOURS = {State.READY: "green", State.NOT_ANSWERING: "yellow", State.DIED: "red"}


@app.command()
def up(services: Names = None, backing: Backing = False) -> None:
    """Start what is not running, and wait until all of it is ready."""
    with Live(console) as live:
        Stack(reporter=live).up(_chosen(services, backing))
    console.print("ready; [bold]make status[/] tells where")


@app.command()
def down(services: Names = None, backing: Backing = False) -> None:
    """Stop what was started here; data stays."""
    with Live(console) as live:
        Stack(reporter=live).down(_chosen(services, backing))


@app.command()
def status() -> None:
    """Show what runs, where and how it is. Exit status 1 if anything started is not well."""
    table = Table("service", "state", "pid", "port on 127.0.0.1", "memory", "waits for", box=None)
    lines = Stack().status()
    for line in lines:
        state = f"[{COLOURS.get(line.state, 'dim')}]{line.state}[/]"
        running = line.pid is not None
        size = f"{line.memory / 1e6:.0f} MB" if running else ""
        table.add_row(
            line.name,
            state,
            str(line.pid or ""),
            str(line.port) if running else "",
            size,
            line.waits,
        )
    console.print(table if lines else "nothing has been started here yet: [bold]make up[/]")
    raise typer.Exit(any(line.state in (State.DIED, State.NOT_ANSWERING) for line in lines))


@app.command()
def logs(
    service: Name,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as it grows.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", help="How many of the last.")] = 50,
) -> None:
    """Show the end of a service's log."""
    log = Stack().log(service)
    if not log.exists():
        raise StackError(f"{service} has written no log: {log} is not there")
    more = ["-F"] if follow else []
    raise typer.Exit(
        subprocess.run(["tail", f"-n{lines}", *more, str(log)], check=False).returncode
    )


@app.command()
def restart(service: Name) -> None:
    """Stop a service in good order and start it again."""
    with Live(console) as live:
        Stack(reporter=live).restart(service)


@app.command()
def kill(service: Name) -> None:
    """SIGKILL a service, as a crash would; `up` starts it again."""
    Stack().kill(service)
    console.print(f"{service} was killed; [bold]make up[/] starts it again")


@app.command()
def backup(file: File) -> None:
    """Write the state into a file: rows, vectors, objects, log. The stack is stopped meanwhile."""
    with Live(console) as live:
        backups.backup(Stack(reporter=live), file)
    console.print(f"{file}: {file.stat().st_size / 1e6:.1f} MB; it holds what people said")


@app.command()
def restore(
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put the state of a backup in the place of what is there."""
    if not yes:
        typer.confirm("all that is in this stack now is lost; go on?", abort=True)
    with Live(console) as live:
        backups.restore(Stack(reporter=live), file)
    console.print(f"the stack is as it was when {file} was made")


@app.command()
def demo(
    kill: Annotated[
        bool, typer.Option("--kill", help="SIGKILL each worker once while it works.")
    ] = False,
) -> None:
    """Turn the example meeting into a named transcript, and show it."""
    from infra.local import demo as run

    run.main(kill=kill)


def _chosen(services: list[str] | None, backing: bool) -> list[str] | None:
    if not backing:
        return services or None
    return [*catalogue.backing(), *(services or [])]


def main() -> None:
    """Run a command; what a person can act on is told in words, without a traceback."""
    try:
        app()
    except StackError as error:
        console.print("[bold red]error:[/]", end=" ")
        console.print(str(error), markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
