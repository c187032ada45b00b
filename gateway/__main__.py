"""The command line: `python -m gateway submit AUDIO --context CV.pdf --wait`."""

import json
import logging
import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Column, Table
from rich.text import Text

from gateway import options, people, privacy, render, submit, transcript
from gateway.options import Audio, Format, Timeout, User
from gateway.terminal import console, errors
from gateway.watch import Watch, follow
from schemas import events as e
from streams import settings
from streams.codec import Codec
from streams.db import Database
from streams.errors import SmartTranscriptionError, TransientError
from streams.objects import ObjectStore
from streams.plain import one_line, plain
from streams.publisher import Publisher

# Plain messages: Rich's frames would break paths over lines.
cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@cli.command("submit")
def submit_command(
    audio: Audio,
    context: Annotated[
        list[Path] | None, typer.Option(callback=options.files, help="A document; may be repeated.")
    ] = None,
    user: User = "local",
    language: Annotated[
        str | None, typer.Option(callback=options.language_code, help="Such as fr; none: detected.")
    ] = None,
    title: Annotated[
        str | None, typer.Option(callback=options.titled, help="None: the name of the file.")
    ] = None,
    speakers: Annotated[int | None, typer.Option(min=1, help="How many, where known.")] = None,
    min_speakers: Annotated[int | None, typer.Option(min=1, help="Fewest.")] = None,
    max_speakers: Annotated[int | None, typer.Option(min=1, help="Most.")] = None,
    asr_model: Annotated[
        str | None, typer.Option(callback=options.one_name, help="One that ST_ASR_MODELS names.")
    ] = None,
    beam: Annotated[int | None, typer.Option(min=1, max=10, help="Texts followed at once.")] = None,
    word_times: Annotated[
        bool | None, typer.Option(help="Whether words are given their times.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Show progress until it ends.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    timeout: Timeout = 3600.0,
) -> None:
    """Submit a recording with its documents; what is not said is as the deployment has it."""
    options.in_order(min_speakers, speakers, max_speakers)
    said = submit.Options(
        title=title,
        language=language,
        num_speakers=speakers,
        min_speakers=min_speakers,
        max_speakers=max_speakers,
        asr_model=asr_model,
        beam_size=beam,
        word_times=word_times,
    )
    config = settings.load()
    codec = Codec.of(config)
    # Before anything is uploaded it is found out whether there are a registry and a broker.
    codec.ask()
    with Watch(config, codec) as watch:
        objects = ObjectStore(config)
        event = submit.upload(objects, audio, context or [], user_id=user, options=said)
        Publisher(config, codec).publish(event)
        identity = str(event.transcript_id)
        if not (as_json and wait):
            typer.echo(json.dumps({"transcript_id": identity}) if as_json else identity)
        if not wait:
            return
        ended = follow(watch, event.transcript_id, timeout, errors if as_json else console)
    _require_completed(ended, identity, timeout)
    if as_json:
        typer.echo(render.as_json(transcript.stored(settings.load(), user, event.transcript_id)))


def _require_completed(ended: e.TranscriptCompleted | None, identity: str, timeout: float) -> None:
    """Raises `SmartTranscriptionError` for a transcript that failed, or goes on."""
    if ended is None:
        raise SmartTranscriptionError(
            f"{identity} has not ended within {timeout:g} s; it goes on: see status {identity}"
        )
    if ended.status is not e.TranscriptStatus.COMPLETED:
        raise SmartTranscriptionError(ended.error or "the transcript failed")


@cli.command()
def show(
    transcript_id: UUID,
    user: User = "local",
    format_: Annotated[Format, typer.Option("--format")] = Format.TXT,
) -> None:
    """Show a transcript."""
    typer.echo(render.FORMATS[format_](transcript.stored(settings.load(), user, transcript_id)))


@cli.command()
def status(transcript_id: UUID, user: User = "local") -> None:
    """Show how far a transcript is."""
    found = transcript.stored(settings.load(), user, transcript_id)
    console.print(found.status, style="bold")
    for line in [found.error, *found.warnings]:
        if line:
            console.print(one_line(line), markup=False, highlight=False, soft_wrap=True)
    table = Table("phase", "seconds")
    for phase in found.phases:
        table.add_row(Text(phase.name), _seconds(phase.seconds))
    table.add_section()
    table.add_row("total", _seconds(found.total_seconds))
    console.print(table)


def _seconds(seconds: float | None) -> str:
    return "running" if seconds is None else f"{seconds:.1f}"


@cli.command("list")
def list_command(
    user: User = "local",
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
) -> None:
    """List the tenant's transcripts, the newest first."""
    # An id that is cut short is of no use.
    identity = Column("id", no_wrap=True, min_width=36)
    table = Table(identity, "title", "status", "seconds", "created")
    with closing(Database(settings.load(), size=1)) as database:
        rows = transcript.recent(database, user, limit)
    for row in rows:
        seconds = "" if row["duration_s"] is None else f"{row['duration_s']:.0f}"
        created = f"{row['created_at']:%Y-%m-%d %H:%M}"
        title = Text(row["title"] or "")
        table.add_row(str(row["transcript_id"]), title, row["status"], seconds, created)
    console.print(table)
    if len(rows) == limit:
        errors.print(f"the newest {limit}; --limit shows more", highlight=False)


cli.command()(people.enroll)
cli.command()(people.name)
cli.command()(privacy.erase)
cli.command()(privacy.keys)


def main() -> None:
    """Run a command; what went wrong is told in words."""
    # The pool would say of every try that it failed; we say it once.
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    try:
        cli()
    except SmartTranscriptionError as error:
        errors.print(Text("error:", "bold red"), Text(plain(str(error))), highlight=False)
        if isinstance(error, TransientError):
            errors.print("the stack is not running: make up", highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
