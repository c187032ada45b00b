"""The whole system on real audio: the example meeting's first minute, and hostile uploads."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from confluent_kafka import Consumer

from infra.local.stack import Stack
from schemas.events import SpeakersPooled
from streams.codec import Codec
from streams.settings import Settings

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
PANEL = Path(__file__).parents[2] / "examples" / "panel"


@pytest.fixture(scope="module")
def whole(stack: Stack) -> Iterator[Stack]:
    """Every process of the system, on the test stack."""
    stack.up()
    yield stack
    stack.down([s.name for s in stack.status() if s.name.startswith(("gpu", "sink", "agents"))])


@pytest.fixture(scope="module")
def tenant() -> str:
    return f"e2e-{uuid4().hex[:8]}"


def gateway(stack: Stack, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gateway", *map(str, arguments)],
        env={**os.environ, **stack.env},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 60 s of the meeting: three voices, one of whom says his name."""
    import av

    target = tmp_path_factory.mktemp("audio") / "meeting.wav"
    with (
        av.open(str(PANEL / "reunion_panel-citoyen.mp3")) as source,
        av.open(str(target), "w") as sink,
    ):
        stream = sink.add_stream("pcm_s16le", rate=16_000, layout="mono")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
        for frame in source.decode(audio=0):
            if frame.time is not None and frame.time > 60:
                break
            for part in resampler.resample(frame):
                sink.mux(stream.encode(part))
        sink.mux(stream.encode(None))
    return target


@pytest.fixture(scope="module")
def transcript(whole: Stack, tenant: str, meeting: Path) -> dict[str, Any]:
    enrolled = gateway(
        whole, "enroll", "Kwame Mensah", PANEL / "enrolment" / "kwame_mensah.mp3", "--user", tenant
    )
    assert enrolled.returncode == 0, enrolled.stderr
    context = [x for f in sorted((PANEL / "context").iterdir()) for x in ("--context", f)]
    done = gateway(
        whole, "submit", meeting, *context, "--user", tenant, "--language", "fr", "--wait", "--json"
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_segment_has_a_speaker_and_text(transcript: dict[str, Any]) -> None:
    assert transcript["status"] == "completed"
    assert len(transcript["segments"]) >= 5
    assert [s["index"] for s in transcript["segments"]] == list(range(len(transcript["segments"])))
    labels = {speaker["label"] for speaker in transcript["speakers"]}
    assert {segment["speaker"] for segment in transcript["segments"]} == labels
    assert all(segment["text"] and segment["words"] for segment in transcript["segments"])


def test_names_come_with_their_reasons_and_nobody_is_named_wrongly(
    transcript: dict[str, Any],
) -> None:
    named = {s["name"]: s for s in transcript["speakers"] if s["name"]}
    assert named.keys() <= {"Kwame Mensah", "Jean-Marc Petit", "Awa Ndiaye", "Marie Dubois"}
    assert named["Kwame Mensah"]["name_source"] == "VOICEPRINT"
    assert named["Jean-Marc Petit"]["name_source"] == "DOCUMENT"
    assert all(speaker["evidence"] for speaker in named.values())
    assert "institut-horizon" in named["Jean-Marc Petit"]["facts"]["email"]


def test_pooled_vectors_have_length_one(
    whole: Stack, settings: Settings, transcript: dict[str, Any]
) -> None:
    codec = Codec(settings.registry_url)
    consumer = Consumer(
        {
            "bootstrap.servers": settings.kafka_bootstrap,
            "group.id": f"pooled-{uuid4()}",
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe(["speakers.pooled"])
    pooled: dict[str, SpeakersPooled] = {}
    for _ in range(60):
        message = consumer.poll(0.5)
        if message is None or message.error():
            continue
        event = codec.decode("speakers.pooled", message.value() or b"")
        if str(event.transcript_id) == transcript["transcript_id"]:
            pooled[event.speaker] = event
        if len(pooled) == len(transcript["speakers"]):
            break
    consumer.close()
    assert len(pooled) == len(transcript["speakers"])
    lengths = [np.linalg.norm(event.embedding) for event in pooled.values()]
    np.testing.assert_allclose(lengths, 1.0, atol=1e-5)


def test_what_is_not_audio_fails_in_words_and_the_next_recording_goes_through(
    whole: Stack, tenant: str, tmp_path: Path
) -> None:
    rubbish = tmp_path / "notes.mp3"
    rubbish.write_bytes(b"this is not sound " * 500)
    failed = gateway(whole, "submit", rubbish, "--user", tenant, "--wait")
    assert failed.returncode == 1
    assert "not audio" in failed.stderr

    silence = tmp_path / "silence.wav"
    silence.write_bytes(_wav(np.zeros(16_000 * 5, np.int16)))
    done = gateway(whole, "submit", silence, "--user", tenant, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["segments"] == []


def test_a_document_that_is_not_what_its_name_says_is_told_of_and_left_out(
    whole: Stack, tenant: str, tmp_path: Path
) -> None:
    silence = tmp_path / "silence.wav"
    silence.write_bytes(_wav(np.zeros(16_000 * 2, np.int16)))
    fake = tmp_path / "cv.pdf"
    fake.write_text("not a PDF at all")
    done = gateway(
        whole, "submit", silence, "--context", fake, "--user", tenant, "--wait", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert any("not a PDF" in warning for warning in json.loads(done.stdout)["warnings"])


def test_another_tenant_sees_nothing(whole: Stack, transcript: dict[str, Any]) -> None:
    other = gateway(whole, "show", transcript["transcript_id"], "--user", "somebody-else")
    assert other.returncode == 1
    assert "has no transcript" in other.stderr


def _wav(samples: np.ndarray[Any, np.dtype[np.int16]]) -> bytes:
    import io
    import wave

    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()
