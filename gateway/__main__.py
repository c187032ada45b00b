"""The command line: `python -m gateway submit AUDIO --context CV.pdf --wait`."""

import base64
import json
import logging
import sys
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gateway import erase, options, render, submit, transcript
from gateway.options import Audio, Format, OnlyTranscript, Tenant, Timeout, User
from gateway.watch import Watch, follow
from schemas import events as e
from streams import settings
from streams.codec import Codec
from streams.db import Database
from streams.errors import SmartTranscriptionError, TransientError
from streams.keys import Keys
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
console = Console()
errors = Console(stderr=True, soft_wrap=True)


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
        typer.echo(render.as_json(_load(user, event.transcript_id)))


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
    typer.echo(render.FORMATS[format_](_load(user, transcript_id)))


@cli.command()
def status(transcript_id: UUID, user: User = "local") -> None:
    """Show how far a transcript is."""
    found = _load(user, transcript_id)
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


@cli.command()
def enroll(
    name: Annotated[str, typer.Argument(callback=options.named, help="The person's full name.")],
    audio: Audio,
    user: User = "local",
    timeout: Timeout = 120.0,
) -> None:
    """Add a person's voice to the tenant's library."""
    config = settings.load()
    codec = Codec.of(config)
    codec.ask()
    # A spinner is for people; in a file or a pipe it would be noise.
    spinner = console.status("taking the voiceprint") if console.is_terminal else nullcontext()
    with Watch(config, codec) as watch, closing(Database(config, size=1)) as database:
        event = submit.enrolment(ObjectStore(config), name, audio, user)
        Publisher(config, codec).publish(event)
        with spinner:
            for seen in watch.events(event.transcript_id, timeout):
                if isinstance(seen, e.DeadLetter) and seen.fatal:
                    raise SmartTranscriptionError(seen.reason)
                speech = transcript.enrolled_seconds(database, user, event.transcript_id)
                if speech is not None:
                    text = f"{name}: voiceprint from {speech:.0f} s of speech"
                    console.print(text, markup=False, highlight=False)
                    return
    raise SmartTranscriptionError(f"no voiceprint within {timeout:g} s; is the stack running?")


@cli.command("name")
def name_command(
    transcript_id: UUID,
    speaker: Annotated[str, typer.Argument(help="The speaker's label, or the name shown.")],
    name: Annotated[str, typer.Argument(callback=options.named, help="The person's full name.")],
    user: User = "local",
    timeout: Timeout = 60.0,
) -> None:
    """Say who a speaker is: from then on the voice is known, and no machine overrules it."""
    config = settings.load()
    found = _load(user, transcript_id)
    event = submit.confirmation(found, speaker, name, user_id=user)
    codec = Codec.of(config)
    with Watch(config, codec) as watch:
        Publisher(config, codec).publish(event)
        for seen in watch.events(transcript_id, timeout):
            if isinstance(seen, e.DeadLetter) and seen.fatal:
                raise SmartTranscriptionError(seen.reason)
            if isinstance(seen, e.TranscriptCompleted):
                text = f"{event.speaker} is {name}"
                console.print(text, markup=False, highlight=False)
                return
    raise SmartTranscriptionError(f"not stored within {timeout:g} s; is the stack running?")


@cli.command("erase")
def erase_command(
    user: Tenant,
    transcript_id: OnlyTranscript = None,
    file: Annotated[UUID | None, typer.Option(help="Only this document of it.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    timeout: Timeout = 60.0,
) -> None:
    """Erase a tenant, a transcript or a document from every store, and report what went."""
    config = settings.load()
    codec = Codec.of(config)
    with closing(Database(config, size=1)) as database:
        event = erase.request(database, user, transcript_id, file)
    if not yes:
        what = f"file {file}" if file else f"transcript {transcript_id or 'ALL, and voices,'}"
        typer.confirm(f"erase {what} of {user}? It cannot be undone", abort=True)
    table = Table("store", "what", "removed")
    log_says = ""
    with Watch(config, codec, (e.ErasureDone, e.DeadLetter)) as watch:
        Publisher(config, codec).publish(event)
        for done in erase.answers(watch, event, timeout):
            for what, count in sorted(done.removed.items()):
                table.add_row(done.store, Text(what), str(count))
            log_says = erase.of_the_log(done) or log_says
    console.print(table)
    console.print(log_says, soft_wrap=True)


@cli.command("keys")
def keys_command(
    user: Tenant,
    transcript_id: OnlyTranscript = None,
) -> None:
    """Print the keys that open a tenant's sealed events, a line of JSON each: keep them secret."""
    for owner, key in Keys(settings.load()).all(user):
        if transcript_id in (None, owner):
            secret = base64.b64encode(key.secret).decode()
            identity = {"transcript_id": str(owner), "key_id": str(key.identity)}
            typer.echo(json.dumps({**identity, "key": secret}))


def _load(user: str, transcript_id: UUID) -> transcript.Transcript:
    with closing(Database(settings.load(), size=1)) as database:
        found = transcript.load(database, user, transcript_id)
    if found is None:
        raise SmartTranscriptionError(f"{user} has no transcript {transcript_id}")
    if found.status == "archived":
        raise SmartTranscriptionError(
            f"{transcript_id} is old and lies in the archive; an operator brings it back with"
            f" python -m sinks restore {transcript_id} --user {user}"
        )
    return found


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
