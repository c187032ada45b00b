"""Operating the stream: `python -m streams --help` names the commands."""

import sys
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress, TaskID, track
from rich.table import Column, Table
from rich.text import Text

from schemas.events import DeadLetter
from streams import admin, dead_letters, reprocess, sealed, settings, watchdog
from streams.codec import Codec
from streams.db import of_operators
from streams.describe import documents
from streams.errors import FatalError, PoisonError, SmartTranscriptionError
from streams.keys import Keys
from streams.plain import one_line, plain
from streams.publisher import Publisher

cli = typer.Typer(no_args_is_help=True, add_completion=False)
letters = typer.Typer(no_args_is_help=True, help="What was given up, and another try at it.")
cli.add_typer(letters, name="dead-letters")
Identity = Annotated[UUID, typer.Argument(help="The letter's id.")]
Identities = Annotated[list[UUID], typer.Argument(help="Ids of letters.")]


def _transcripts() -> Column:
    """A column of ids: one that is cut short is of no use."""
    return Column("transcript", no_wrap=True, min_width=36)


@cli.callback()
def operate() -> None:
    """Operate the stream."""


@cli.command()
def topics(
    apply: Annotated[
        bool, typer.Option("--apply/--check", help="Make it so, or only compare.")
    ] = False,
) -> None:
    """Compare the cluster with the topic catalogue, or make it so."""
    config = settings.load()
    if apply:
        admin.apply(config)
    found = admin.drift(config)
    for line in found or ["the cluster is as the catalogue says"]:
        typer.echo(line)
    raise typer.Exit(code=1 if found else 0)


@cli.command()
def describe(
    check: Annotated[bool, typer.Option("--check", help="Only compare.")] = False,
) -> None:
    """Write docs/topics.md and docs/asyncapi.json from the catalogue."""
    for path, text in documents(Path("docs")).items():
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            sys.exit(f"{path} is out of date: run python -m streams describe and commit it")


@cli.command()
def stalled(
    minutes: Annotated[float, typer.Option(min=0, help="Without any progress.")] = 10.0,
) -> None:
    """Show transcripts that have stood still and what they wait for; exit status 1 if any."""
    with closing(of_operators(settings.load())) as database:
        found = watchdog.stalled(database, minutes * 60)
    table = Table(_transcripts(), "tenant", "since", "waits for")
    for one in found:
        since = f"{one.since:%Y-%m-%d %H:%M:%S}"
        table.add_row(str(one.transcript_id), Text(one.user_id), since, ", ".join(one.waits_for))
    Console().print(table if found else f"nothing has stood still for {minutes:g} minutes")
    raise typer.Exit(code=1 if found else 0)


def _phase(name: str) -> str:
    if name not in watchdog.AFTER:
        raise typer.BadParameter(f"there is no phase {name}; there are {', '.join(watchdog.AFTER)}")
    return name


@cli.command("reprocess")
def reprocess_command(
    transcript: Annotated[UUID | None, typer.Option(help="This one.")] = None,
    since: Annotated[datetime | None, typer.Option(help="All uploaded since then.")] = None,
    model_change: Annotated[
        bool, typer.Option("--model-change", help="Of these, what other models made.")
    ] = False,
    phase: Annotated[
        str, typer.Option("--from", callback=_phase, help="The first phase to be done again.")
    ] = "preprocess",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show.")] = False,
) -> None:
    """Do transcripts again, each with a new revision; their present result stays until then."""
    if (transcript is None) == (since is None):
        raise PoisonError("say which: --transcript ID or --since DATE")
    config = settings.load()
    begun, left_out = 0, Table(_transcripts(), "tenant", "left out, because")
    with closing(of_operators(config)) as database, database.everywhere() as connection:
        found = reprocess.find(connection, transcript, since)
        if transcript is not None and not found:
            raise PoisonError(f"there is no transcript {transcript}")
        publisher = None if dry_run else Publisher(config, Codec.of(config))
        for one in track(found, "doing again", console=Console(stderr=True)):
            of_one = (
                reprocess.outdated(one, config.models, config.text_model)
                if model_change
                else reprocess.start_of(phase)
            )
            if of_one is None:
                continue
            try:
                reprocess.check(one, of_one)
            except PoisonError as error:
                left_out.add_row(str(one.transcript_id), Text(one.user_id), Text(str(error)))
                continue
            if publisher is not None:
                for event in reprocess.events(connection, one, of_one):
                    publisher.publish(event)
            begun += 1
            typer.echo(f"{one.transcript_id}: from its {of_one}, revision {one.next_revision}")
    if left_out.row_count:
        Console().print(left_out)
    typer.echo(f"{begun} of {len(found)} {'would be begun' if dry_run else 'begun'} again")
    raise typer.Exit(code=1 if transcript is not None and not begun else 0)


@cli.command("sealed")
def sealed_command(
    user: Annotated[str, typer.Option("--user", help="The tenant.")],
    transcript: Annotated[UUID | None, typer.Option(help="Only this one.")] = None,
) -> None:
    """Read the whole log and count what can be read of a tenant; exit status 1 if anything."""
    config = settings.load()
    table = Table(
        Column("topic", no_wrap=True, min_width=24),
        "in clear",
        "sealed, opens",
        "sealed, does not open",
        "of nobody known",
    )
    readable = 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        for topic in sealed.PERSONAL:
            told = partial(_scanned, progress, progress.add_task(topic))
            count = sealed.scan(config, topic, user, transcript, told)
            numbers = (count.clear, count.opens, count.closed, count.nobodys)
            table.add_row(topic, *map(str, numbers))
            readable += count.readable
    Console().print(table)
    typer.echo(f"events of {user} with anything personal that can be read: {readable}")
    raise typer.Exit(code=1 if readable else 0)


def _scanned(progress: Progress, bar: TaskID, done: int, of: int) -> None:
    progress.update(bar, completed=done, total=of)


@cli.command()
def rewrap() -> None:
    """Wrap every key by the present ST_SEAL_KEY; the earlier one is ST_SEAL_KEY_BEFORE."""
    keys = Keys(settings.load())
    if not keys.sealing:
        raise FatalError("ST_SEAL_KEY is not set: there is nothing to wrap keys by")
    seen = wrapped = 0
    for changed in track(keys.rewrap(), "keys", console=Console(stderr=True), transient=True):
        seen, wrapped = seen + 1, wrapped + changed
    typer.echo(f"{seen} keys, {wrapped} of them wrapped anew")


@letters.command("list")
def list_letters() -> None:
    """The open letters, the oldest first."""
    found = dead_letters.read(settings.load()).values()
    for letter in found:
        typer.echo("\n    ".join(_told(letter)))
    if not found:
        typer.echo("no dead letters")


def _told(letter: DeadLetter) -> list[str]:
    """No table: two ids and a reason fit no terminal, and a command takes ids whole."""
    of = f" of transcript {letter.transcript_id}" if letter.transcript_id else ""
    tries = "1 try" if letter.attempts == 1 else f"{letter.attempts} tries"
    return [
        f"{letter.meta.event_id}  {letter.meta.occurred_at:%Y-%m-%d %H:%M:%S}",
        one_line(f"{letter.stage} gave up {letter.topic}{of} after {tries}"),
        one_line(letter.reason),
    ]


@letters.command()
def show(identity: Identity) -> None:
    """All there is about a letter; its message in the size of it."""
    letter = _letter(identity)
    for name, value in asdict(letter).items():
        shown = f"{len(value)} bytes" if isinstance(value, bytes) else value
        typer.echo(plain(f"{name}: {shown}"))


@letters.command()
def replay(identity: Identities) -> None:
    """Put the messages back on their topics as they came, and close the letters."""
    for one in identity:
        letter = _letter(one)
        dead_letters.replay(letter, settings.load())
        typer.echo(f"{one}: back on {letter.topic}")


@letters.command()
def discard(identity: Identities) -> None:
    """Close letters without another try."""
    for one in identity:
        dead_letters.discard(_letter(one), settings.load())
        typer.echo(f"{one}: discarded")


def _letter(identity: UUID) -> DeadLetter:
    found = dead_letters.read(settings.load())
    if identity not in found:
        raise PoisonError(
            f"there is no open letter {identity}: see python -m streams dead-letters list"
        )
    return found[identity]


def main() -> None:
    """The command line; what goes wrong is told in words."""
    try:
        cli()
    except SmartTranscriptionError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
