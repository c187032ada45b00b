"""The command line: `python -m gateway submit AUDIO --context CV.pdf --wait`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gateway import render, submit, transcript
from gateway.watch import Watch, follow
from schemas import events as e
from streams import settings
from streams.codec import Codec
from streams.db import Database
from streams.errors import SmartTranscriptionError
from streams.objects import ObjectStore
from streams.publisher import Publisher

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console()
errors = Console(stderr=True)

User = Annotated[str, typer.Option("--user", envvar="ST_USER", help="The tenant.")]


class Format(StrEnum):
    """How a transcript is shown."""

    TXT = "txt"
    JSON = "json"
    SRT = "srt"
    VTT = "vtt"


@cli.command("submit")
def submit_command(
    audio: Path,
    context: Annotated[list[Path] | None, typer.Option(help="A document; may be repeated.")] = None,
    user: User = "local",
    language: Annotated[str | None, typer.Option(help="ISO 639-1; none: detected.")] = None,
    title: str | None = None,
    speakers: Annotated[int | None, typer.Option(help="How many, where known.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Show progress until it ends.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait.")] = 3600.0,
) -> None:
    """Submit a recording with its documents."""
    config = settings.load()
    codec = Codec(config.registry_url)
    event = submit.upload(
        ObjectStore(config),
        audio,
        context or [],
        user_id=user,
        title=title,
        language=language,
        speakers=speakers,
    )
    watch = Watch(config, codec) if wait else None
    Publisher(config, codec).publish(event)
    identity = str(event.transcript_id)
    if not as_json or not wait:
        typer.echo(json.dumps({"transcript_id": identity}) if as_json else identity)
    if watch is None:
        return
    ended = follow(watch, event.transcript_id, timeout, errors if as_json else console)
    watch.close()
    if ended is None:
        raise SmartTranscriptionError(f"{identity} has not ended within {timeout:g} s")
    if ended.status is not e.TranscriptStatus.COMPLETED:
        raise SmartTranscriptionError(ended.error or "the transcript failed")
    if as_json:
        typer.echo(render.as_json(_load(user, identity)))


@cli.command()
def show(
    transcript_id: str,
    user: User = "local",
    format: Annotated[Format, typer.Option("--format")] = Format.TXT,
) -> None:
    """Show a transcript."""
    typer.echo(render.FORMATS[format](_load(user, transcript_id)))


@cli.command()
def status(transcript_id: str, user: User = "local") -> None:
    """Show how far a transcript is."""
    found = _load(user, transcript_id)
    console.print(f"{found['status']}", style="bold")
    for line in [found["error"], *found["warnings"]]:
        if line:
            console.print(line, markup=False)
    table = Table("phase", "seconds")
    for phase in found["phases"]:
        table.add_row(phase["name"], f"{phase['seconds']:.1f}")
    console.print(table)


@cli.command("list")
def list_command(user: User = "local") -> None:
    """List the tenant's transcripts."""
    table = Table("id", "title", "status", "seconds", "created")
    for row in transcript.recent(Database(settings.load(), size=1), user):
        seconds = "" if row["duration_s"] is None else f"{row['duration_s']:.0f}"
        created = f"{row['created_at']:%Y-%m-%d %H:%M}"
        table.add_row(str(row["transcript_id"]), row["title"], row["status"], seconds, created)
    console.print(table)


@cli.command()
def enroll(
    name: str, audio: Path, user: User = "local", timeout: Annotated[float, typer.Option()] = 120.0
) -> None:
    """Add a person's voice to the tenant's library."""
    config = settings.load()
    codec = Codec(config.registry_url)
    event = submit.enrolment(ObjectStore(config), name, audio, user)
    watch = Watch(config, codec)
    Publisher(config, codec).publish(event)
    database = Database(config, size=1)
    query = "SELECT seconds FROM st.voiceprint_library WHERE user_id = %s AND voiceprint_id = %s"
    with console.status(f"taking {name}'s voiceprint"):
        for seen in watch.events(event.transcript_id, timeout):
            if isinstance(seen, e.DeadLetter):
                raise SmartTranscriptionError(seen.reason)
            with database.transaction() as connection:
                row = connection.execute(query, (user, event.transcript_id)).fetchone()
            if row is not None:
                console.print(f"{name}: voiceprint from {row[0]:.0f} s of speech")
                watch.close()
                return
    raise SmartTranscriptionError(f"no voiceprint within {timeout:g} s; is the stack running?")


def _load(user: str, transcript_id: str) -> dict[str, Any]:
    found = transcript.load(Database(settings.load(), size=1), user, transcript_id)
    if found is None:
        raise SmartTranscriptionError(f"{user} has no transcript {transcript_id}")
    return found


def main() -> None:
    """Run a command; what went wrong is told in words."""
    try:
        cli()
    except SmartTranscriptionError as error:
        errors.print("[bold red]error:[/]", end=" ")
        errors.print(str(error), markup=False, highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
