"""Uploading files, and the events that start the work on them."""

import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID, uuid4

from gateway.transcript import Transcript
from schemas import events as e
from streams.errors import SmartTranscriptionError
from streams.events import confirmed, meta
from streams.objects import ObjectStore


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
    """Put the files into the object store; the event that tells of them."""
    transcript_id = uuid4()
    prefix = objects.uploads(user_id, transcript_id)
    # Numbered, as two documents may have one name.
    files = [_store(objects, f"{prefix}/context/{i}", path) for i, path in enumerate(context)]
    return e.AudioUploaded(
        meta=meta(e.AudioUploaded, transcript_id),
        transcript_id=transcript_id,
        user_id=user_id,
        audio_uri=_store(objects, f"{prefix}/audio", audio),
        context_files=[
            e.ContextFile(file_id=uuid4(), name=path.name, uri=uri)
            for path, uri in zip(context, files, strict=True)
        ],
        **{**asdict(options), "title": options.title or audio.stem},
    )


def enrolment(objects: ObjectStore, name: str, audio: Path, user_id: str) -> e.VoiceprintsRequested:
    """Put the clip into the object store; the event that asks for its voiceprint.

    The voiceprint will have the event's transcript id as its own.
    """
    voiceprint_id = uuid4()
    uri = _store(objects, f"{objects.uploads(user_id, voiceprint_id)}/enrolment", audio)
    return e.VoiceprintsRequested(
        meta=meta(e.VoiceprintsRequested, voiceprint_id),
        transcript_id=voiceprint_id,
        user_id=user_id,
        purpose=e.VoiceprintPurpose.ENROLMENT,
        audio_uri=uri,
        name=name,
    )


def confirmation(
    transcript: Transcript, speaker: str, name: str, *, user_id: str
) -> e.SpeakerConfirmed:
    """The event that names a speaker, given by label or by the name shown.

    Raises `SmartTranscriptionError` for a transcript that is not complete or a speaker it lacks.
    """
    if transcript.status != "completed":
        raise SmartTranscriptionError(
            f"the transcript is {transcript.status}; names can be given once it is completed"
        )
    labels = [s.label for s in transcript.speakers if speaker in (s.label, s.display_name)]
    if not labels:
        known = ", ".join(f"{s.label} ({s.display_name})" for s in transcript.speakers)
        raise SmartTranscriptionError(f"there is no speaker {speaker}; there are {known}")
    identity, revision = UUID(transcript.transcript_id), transcript.revision + 1
    return confirmed(user_id, identity, labels[0], name, revision)


def _store(objects: ObjectStore, prefix: str, path: Path) -> str:
    """Upload in pieces, as recordings are large. Nobody knows of the object until it is whole."""
    uri = f"{prefix}{path.suffix.lower()}"
    try:
        with path.open("rb") as source, objects.write(uri) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except OSError as error:
        raise SmartTranscriptionError(f"{path} could not be uploaded: {error}") from error
    return uri
