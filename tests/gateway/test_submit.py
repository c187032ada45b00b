"""What is uploaded, and under which names; nothing is left behind that nobody knows of."""

import os
from pathlib import Path
from typing import Any

import pytest

from gateway import submit
from gateway.submit import Options
from gateway.transcript import Speaker, Transcript
from streams.errors import PoisonError, SmartTranscriptionError
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def objects(store: Path) -> ObjectStore:
    return ObjectStore(Settings(_env_file=None, object_store=f"file://{store}"))  # type: ignore[call-arg]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return file(tmp_path, "meeting.MP3")


def file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(b"what was said")
    return path


def left(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("user", "title"), [("u" * 81, None), ("local", "x" * 2001), ("local", "over\ntwo lines")]
)
def test_a_recording_is_not_uploaded_for_an_event_that_would_be_refused(
    objects: ObjectStore, store: Path, recording: Path, user: str, title: str | None
) -> None:
    with pytest.raises(PoisonError):
        submit.upload(objects, recording, [], user_id=user, options=Options(title=title))
    with pytest.raises(PoisonError):
        submit.enrolment(objects, "x" * 501, recording, user)
    assert left(store) == []


def test_of_an_upload_that_breaks_off_nothing_stays(
    objects: ObjectStore, store: Path, recording: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.pdf"
    with pytest.raises(SmartTranscriptionError, match=r"gone\.pdf could not be uploaded"):
        submit.upload(objects, recording, [recording, gone], user_id="local", options=Options())
    assert left(store) == []


def test_files_of_any_name_are_uploaded_with_a_name_that_can_be_read(
    objects: ObjectStore, store: Path, tmp_path: Path
) -> None:
    audio = file(tmp_path, os.fsdecode("Réunion 1. Awa\n".encode("latin-1")))
    document = file(tmp_path, "CV\tAwa.pdf")
    event = submit.upload(objects, audio, [document], user_id="local", options=Options())
    assert (event.title, event.context_files[0].name) == ("R\ufffdunion 1", "CV Awa.pdf")
    assert event.audio_uri.endswith(f"/{event.transcript_id}/audio")
    assert event.context_files[0].uri.endswith("/context/0.pdf")
    assert len(left(store)) == 2


@pytest.mark.parametrize("name", ["a.mp3::zip", "a.b\nc", "salaire. Awa Diop"])
def test_of_a_files_name_its_uri_has_no_more_than_a_format(
    objects: ObjectStore, tmp_path: Path, name: str
) -> None:
    audio = file(tmp_path, name)
    event = submit.upload(objects, audio, [], user_id="local", options=Options())
    assert event.audio_uri.rpartition("/")[2] == "audio"


def of(**shown: str) -> Transcript:
    speakers = [Speaker(label=label, display_name=name) for label, name in shown.items()]
    return Transcript(
        transcript_id="6f1c2d1e-0000-4000-8000-000000000000", status="completed", speakers=speakers
    )


def confirmed(transcript: Transcript, speaker: str) -> Any:
    return submit.confirmation(transcript, speaker, "Awa Diop", user_id="local").speaker


def test_a_name_that_two_speakers_are_shown_with_does_not_say_who_is_meant() -> None:
    both = of(A="Marie Dubois", B="Marie Dubois")
    with pytest.raises(SmartTranscriptionError, match="A and B are both shown as Marie Dubois"):
        confirmed(both, "Marie Dubois")
    assert confirmed(both, "B") == "B"


def test_a_label_goes_before_a_name_that_looks_like_one() -> None:
    assert confirmed(of(A="B", B="Marie Dubois"), "B") == "B"
