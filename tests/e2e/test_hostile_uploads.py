"""Uploads that are not what they should be: told in words, and the next one goes through."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from uuid import uuid4

import av
import numpy as np
import pytest

from benchmarks.hostile import media

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
CLIPS = Path(__file__).parents[2] / "examples" / "clips"
Gateway = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def tenant() -> str:
    return f"hostile-{uuid4().hex[:8]}"


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    path = tmp_path / "silence.wav"
    path.write_bytes(media.silence(3.0))
    return path


def test_what_is_not_audio_fails_in_words_and_the_next_recording_goes_through(
    gateway: Gateway, tenant: str, tmp_path: Path, silence: Path
) -> None:
    rubbish = tmp_path / "notes.mp3"
    rubbish.write_bytes(media.recordings()["notes.mp3"])
    failed = gateway("submit", rubbish, "--user", tenant, "--wait")
    assert failed.returncode == 1
    assert "not audio" in failed.stderr
    assert "/" not in failed.stderr.split("not audio")[1].split(";")[0]  # no path of a machine
    done = gateway("submit", silence, "--user", tenant, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["segments"] == []


def test_a_model_that_is_not_offered_is_never_fetched_and_the_upload_is_told_which_are(
    gateway: Gateway, tenant: str, silence: Path
) -> None:
    failed = gateway("submit", silence, "--user", tenant, "--asr-model", "somebody/model", "--wait")
    assert failed.returncode == 1
    assert "there is no recogniser 'somebody/model'" in failed.stderr
    assert "one of whisper-base" in failed.stderr


def test_an_empty_file_fails_in_words(gateway: Gateway, tenant: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty.mp3"
    empty.touch()
    failed = gateway("submit", empty, "--user", tenant, "--wait")
    assert failed.returncode != 0
    assert "empty" in failed.stderr


def test_a_recording_that_breaks_off_is_transcribed_as_far_as_it_goes_and_said_to_be_short(
    gateway: Gateway, tenant: str, tmp_path: Path
) -> None:
    whole = (CLIPS / "trn09.flac").read_bytes()
    broken = tmp_path / "broken.flac"
    broken.write_bytes(whole[: len(whole) // 2])
    done = gateway("submit", broken, "--user", tenant, "--language", "en", "--wait", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["segments"]
    assert found["duration_s"] < 20
    assert any("breaks off" in warning for warning in found["warnings"])


def test_four_hours_of_silence_complete_without_segments(
    gateway: Gateway, tenant: str, tmp_path: Path
) -> None:
    path = tmp_path / "silence.flac"
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream("flac", rate=8_000, layout="mono")
        second = np.zeros((1, 8_000 * 60), np.int16)
        for minute in range(4 * 60):
            frame = av.AudioFrame.from_ndarray(second, format="s16", layout="mono")
            frame.rate, frame.pts = 8_000, minute * 8_000 * 60
            sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    done = gateway("submit", path, "--user", tenant, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["segments"] == []
    assert found["duration_s"] == pytest.approx(4 * 3600, abs=1)


@pytest.mark.parametrize("name", ["text.pdf", "bytes.bin", "archive.docx"])
def test_a_document_that_cannot_be_read_is_told_of_and_left_out(
    gateway: Gateway,
    tenant: str,
    tmp_path: Path,
    silence: Path,
    name: str,
) -> None:
    content, reason = media.documents()[name]
    document = tmp_path / name
    document.write_bytes(content)
    done = gateway("submit", silence, "--context", document, "--user", tenant, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    assert any(reason in warning for warning in json.loads(done.stdout)["warnings"])
