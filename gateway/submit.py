"""Uploading files, and the events that start the work on them."""

import os
import re
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from gateway.transcript import Transcript
from schemas import events as e
from streams import validate
from streams.errors import SmartTranscriptionError
from streams.events import confirmed, meta
from streams.objects import ObjectStore
from streams.plain import one_line

_FORMAT = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What may be said of a recording: fields of `AudioUploaded`."""

    title: str | None = None
    language: str | None = None
    num_speakers: int | None = None
    min_speakers: int | None = None
    max_speakers: int | None = None
    asr_model: str | None = None
    beam_size: int | None = None
    word_times: bool | None = None


def check_file(path: Path) -> None:
    """Raises `SmartTranscriptionError` for a file that cannot be uploaded."""
    if not path.exists():
        raise SmartTranscriptionError(f"there is no file {path}")
    if not path.is_file():
        raise SmartTranscriptionError(f"{path} is not a file")
    if not os.access(path, os.R_OK):
        raise SmartTranscriptionError(f"{path} may not be read: check its permissions")
    if path.stat().st_size == 0:
        raise SmartTranscriptionError(f"{path} is empty")


def upload(
    objects: ObjectStore,
    audio: Path,
    context: list[Path],
    *,
    user_id: str,
    options: Options,
) -> e.AudioUploaded:
    """Put the files into the object store; the event that tells of them.

    Raises `PoisonError` for what no event may say, with nothing stored.
    """
    transcript_id = uuid4()
    prefix = objects.uploads(user_id, transcript_id)
    # Numbered, as two documents may have one name.
    documents = [(_place(f"{prefix}/context/{i}", path), path) for i, path in enumerate(context)]
    recording = (_place(f"{prefix}/audio", audio), audio)
    event = e.AudioUploaded(
        meta=meta(e.AudioUploaded, transcript_id),
        transcript_id=transcript_id,
        user_id=user_id,
        audio_uri=recording[0],
        context_files=[
            e.ContextFile(file_id=uuid4(), name=_shown(path.name), uri=uri)
            for uri, path in documents
        ],
        **{**asdict(options), "title": options.title or _shown(audio.stem)},
    )
    _store(objects, prefix, event, [*documents, recording])
    return event


def enrolment(objects: ObjectStore, name: str, audio: Path, user_id: str) -> e.VoiceprintsRequested:
    """Put the clip into the object store; the event that asks for its voiceprint.

    The voiceprint will have the event's transcript id as its own. Raises as `upload` does.
    """
    voiceprint_id = uuid4()
    prefix = objects.uploads(user_id, voiceprint_id)
    uri = _place(f"{prefix}/enrolment", audio)
    event = e.VoiceprintsRequested(
        meta=meta(e.VoiceprintsRequested, voiceprint_id),
        transcript_id=voiceprint_id,
        user_id=user_id,
        purpose=e.VoiceprintPurpose.ENROLMENT,
        audio_uri=uri,
        name=name,
    )
    _store(objects, prefix, event, [(uri, audio)])
    return event


def confirmation(
    transcript: Transcript, speaker: str, name: str, *, user_id: str
) -> e.SpeakerConfirmed:
    """The event that names a speaker, given by label or by the name shown.

    Raises `SmartTranscriptionError` for a transcript that is not complete, a speaker it lacks, and
    a name that several speakers are shown with.
    """
    if transcript.status != "completed":
        raise SmartTranscriptionError(
            f"the transcript is {transcript.status}; names can be given once it is completed"
        )
    labelled = [s.label for s in transcript.speakers if s.label == speaker]
    labels = labelled or [s.label for s in transcript.speakers if s.display_name == speaker]
    if not labels:
        known = ", ".join(f"{s.label} ({s.display_name})" for s in transcript.speakers)
        raise SmartTranscriptionError(f"there is no speaker {speaker}; there are {known}")
    if len(labels) > 1:
        raise SmartTranscriptionError(
            f"{' and '.join(labels)} are both shown as {speaker}: say which by the label"
        )
    identity, revision = UUID(transcript.transcript_id), transcript.revision + 1
    return confirmed(user_id, identity, labels[0], name, revision)


def _shown(name: str) -> str:
    """A file's name as a text: it may be bytes of any encoding, and span lines."""
    return one_line(os.fsencode(name).decode(errors="replace"))


def _place(prefix: str, path: Path) -> str:
    """A file's URI. Of its name there is the format's, if it has one, as URIs are never sealed."""
    suffix = path.suffix.lower()
    return prefix + (suffix if _FORMAT.fullmatch(suffix) else "")


def _store(objects: ObjectStore, prefix: str, event: Any, files: list[tuple[str, Path]]) -> None:
    """Upload an event's files, all of them or none: nobody would know of what was left behind."""
    validate.check(event)
    try:
        for uri, path in files:
            _copy(objects, uri, path)
    except BaseException:  # a person who gives up, too
        with suppress(SmartTranscriptionError, OSError):
            objects.remove(prefix)
        raise


def _copy(objects: ObjectStore, uri: str, path: Path) -> None:
    """In pieces, as recordings are large."""
    try:
        with path.open("rb") as source, objects.write(uri) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except OSError as error:
        raise SmartTranscriptionError(f"{path} could not be uploaded: {error}") from error
