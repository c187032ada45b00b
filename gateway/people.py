"""The commands that say whose a voice is."""

from contextlib import closing, nullcontext
from typing import Annotated
from uuid import UUID

import typer

from gateway import options, submit, transcript
from gateway.options import Audio, Timeout, User
from gateway.terminal import console
from gateway.watch import Watch
from schemas import events as e
from streams import settings
from streams.codec import Codec
from streams.db import Database
from streams.errors import SmartTranscriptionError
from streams.objects import ObjectStore
from streams.publisher import Publisher

FULL_NAME = "The person's full name."


def enroll(
    name: Annotated[str, typer.Argument(callback=options.named, help=FULL_NAME)],
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


def name(
    transcript_id: UUID,
    speaker: Annotated[str, typer.Argument(help="The speaker's label, or the name shown.")],
    person: Annotated[str, typer.Argument(metavar="NAME", callback=options.named, help=FULL_NAME)],
    user: User = "local",
    timeout: Timeout = 60.0,
) -> None:
    """Say who a speaker is: from then on the voice is known, and no machine overrules it."""
    config = settings.load()
    found = transcript.stored(config, user, transcript_id)
    event = submit.confirmation(found, speaker, person, user_id=user)
    codec = Codec.of(config)
    with Watch(config, codec) as watch:
        Publisher(config, codec).publish(event)
        for seen in watch.events(transcript_id, timeout):
            if isinstance(seen, e.DeadLetter) and seen.fatal:
                raise SmartTranscriptionError(seen.reason)
            if isinstance(seen, e.TranscriptCompleted):
                text = f"{event.speaker} is {person}"
                console.print(text, markup=False, highlight=False)
                return
    raise SmartTranscriptionError(f"not stored within {timeout:g} s; is the stack running?")
