"""The commands that erase, and that print the keys of what is sealed."""

import base64
import json
from contextlib import closing
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from gateway import erase as erasure
from gateway.options import OnlyTranscript, Tenant, Timeout
from gateway.terminal import console
from gateway.watch import Watch
from schemas import events as e
from streams import settings
from streams.codec import Codec
from streams.db import Database
from streams.keys import Keys
from streams.publisher import Publisher


def erase(
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
        event = erasure.request(database, user, transcript_id, file)
    if not yes:
        what = f"file {file}" if file else f"transcript {transcript_id or 'ALL, and voices,'}"
        typer.confirm(f"erase {what} of {user}? It cannot be undone", abort=True)
    table = Table("store", "what", "removed")
    log_says = ""
    with Watch(config, codec, (e.ErasureDone, e.DeadLetter)) as watch:
        Publisher(config, codec).publish(event)
        for done in erasure.answers(watch, event, timeout):
            for what, count in sorted(done.removed.items()):
                table.add_row(done.store, Text(what), str(count))
            log_says = erasure.of_the_log(done) or log_says
    console.print(table)
    console.print(log_says, soft_wrap=True)


def keys(
    user: Tenant,
    transcript_id: OnlyTranscript = None,
) -> None:
    """Print the keys that open a tenant's sealed events, a line of JSON each: keep them secret."""
    for owner, key in Keys(settings.load()).all(user):
        if transcript_id in (None, owner):
            secret = base64.b64encode(key.secret).decode()
            identity = {"transcript_id": str(owner), "key_id": str(key.identity)}
            typer.echo(json.dumps({**identity, "key": secret}))
