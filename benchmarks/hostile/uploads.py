"""Recordings and documents of the corpus as uploads, and how each should end."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.hostile import media
from gateway import submit
from schemas.events import AudioUploaded
from streams.objects import ObjectStore
from streams.settings import Settings

TENANT = "hostile uploads"
_ENDED = """
SELECT title, status, coalesce(error, '') || ' ' || warnings::text FROM st.transcripts
WHERE user_id = %s AND status <> 'processing'
"""


@dataclass(frozen=True)
class Upload:
    """A recording with its documents; `told` is a word of what the reader is to be told."""

    title: str
    event: AudioUploaded
    status: str
    told: str = ""


def uploads(objects: ObjectStore) -> Iterator[Upload]:
    """Files that are no recordings, then good ones with documents that cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        silence = _written(room / "silence.wav", media.silence(2.0))
        for name, data in media.recordings().items():
            yield _upload(objects, _written(room / name, data), [], name, "failed", "recording")
        unknown = submit.Options(title="of a model of its own", language="en", asr_model="../model")
        event = submit.upload(objects, silence, [], user_id=TENANT, options=unknown)
        yield Upload("of a model of its own", event, "failed", "no recogniser")
        for name, (data, _) in media.documents().items():
            document = _written(room / name, data)
            yield _upload(objects, silence, [document], f"with {name}", "completed", name)
        for name, data in media.tedious().items():
            document = _written(room / name, data)
            yield _upload(objects, silence, [document], f"with {name}", "completed", "")


def wrong(settings: Settings, made: list[Upload]) -> list[str]:
    """Those that have not ended as they should, and how they have."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        rows = connection.execute(_ENDED, (TENANT,)).fetchall()
    ended = {title: (status, told) for title, status, told in rows}
    return [
        f"{one.title}: {ended.get(one.title, 'processing')}"
        for one in made
        if (found := ended.get(one.title)) is None
        or found[0] != one.status
        or one.told not in found[1]
    ]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _upload(
    objects: ObjectStore, audio: Path, documents: list[Path], title: str, status: str, told: str
) -> Upload:
    options = submit.Options(title=title, language="en")
    event = submit.upload(objects, audio, documents, user_id=TENANT, options=options)
    return Upload(title, event, status, told)
