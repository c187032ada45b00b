"""The whole system on real audio: the example meeting's first minute."""

import json
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from confluent_kafka import Consumer

from schemas.events import SpeakersPooled
from streams.codec import Codec
from streams.settings import Settings
from streams.watchdog import AFTER
from tests.e2e.commands import Gateway, shown

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
PANEL = Path(__file__).parents[2] / "examples" / "panel"


@pytest.fixture(scope="module")
def tenant() -> str:
    return f"e2e-{uuid4().hex[:8]}"


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
def transcript(gateway: Gateway, tenant: str, meeting: Path) -> dict[str, Any]:
    enrolled = gateway(
        "enroll", "Kwame Mensah", PANEL / "enrolment" / "kwame_mensah.mp3", "--user", tenant
    )
    assert enrolled.returncode == 0, enrolled.stderr
    context = [x for f in sorted((PANEL / "context").iterdir()) for x in ("--context", f)]
    done = gateway(
        "submit", meeting, *context, "--user", tenant, "--language", "fr", "--wait", "--json"
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


def test_pooled_vectors_have_length_one(settings: Settings, transcript: dict[str, Any]) -> None:
    codec = Codec.of(settings)
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


def test_another_tenant_sees_nothing(gateway: Gateway, transcript: dict[str, Any]) -> None:
    other = gateway("show", transcript["transcript_id"], "--user", "somebody-else")
    assert other.returncode == 1
    assert "has no transcript" in other.stderr


def processed(gateway: Gateway, tenant: str, meeting: Path) -> dict[str, Any]:
    done = gateway("submit", meeting, "--user", tenant, "--language", "fr", "--wait", "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_persons_word_names_a_voice_here_in_earlier_transcripts_and_in_later_ones(
    gateway: Gateway, tenant: str, transcript: dict[str, Any], meeting: Path
) -> None:
    identity = transcript["transcript_id"]
    unnamed = next(s for s in transcript["speakers"] if not s["name"])
    other = processed(gateway, tenant, meeting)
    same = {s["label"]: s["display_name"] for s in other["speakers"]}
    assert same[unnamed["label"]] == unnamed["display_name"]  # the voice keeps its number

    unknown = gateway("name", identity, "SPEAKER_77", "Zoé Martin", "--user", tenant)
    assert unknown.returncode == 1
    assert unnamed["label"] in unknown.stderr
    done = gateway("name", identity, unnamed["label"], "Zoé Martin", "--user", tenant)
    assert done.returncode == 0, done.stderr

    here = shown(gateway, tenant, identity)
    assert sources(here)["Zoé Martin"] == "PERSON"
    assert [s["text"] for s in here["segments"]] == [s["text"] for s in transcript["segments"]]
    of_voice = [s["name"] for s in here["segments"] if s["speaker"] == unnamed["label"]]
    assert set(of_voice) == {"Zoé Martin"}
    assert transcript["phases"][0] in here["phases"]

    assert followed(gateway, tenant, other, "Zoé Martin")

    again = gateway("name", identity, unnamed["label"], "Zoé Marchand", "--user", tenant)
    assert again.returncode == 0, again.stderr
    assert followed(gateway, tenant, other, "Zoé Marchand")
    assert "Zoé Martin" not in sources(shown(gateway, tenant, other["transcript_id"]))
    later = processed(gateway, tenant, meeting)
    assert sources(later).get("Zoé Marchand") == "VOICEPRINT"


def followed(gateway: Gateway, tenant: str, other: dict[str, Any], name: str) -> bool:
    """Whether another transcript comes to have the name within half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if name in sources(shown(gateway, tenant, other["transcript_id"])):
            return True
        time.sleep(1)
    return False


def sources(transcript: dict[str, Any]) -> dict[str, str]:
    return {s["name"]: s["name_source"] for s in transcript["speakers"] if s["name"]}


def test_the_phases_that_ran_are_those_that_the_watchdog_knows(transcript: dict[str, Any]) -> None:
    # The transcript is read the moment it is completed: its last phases may be stored after.
    ran = {phase["name"] for phase in transcript["phases"]}
    assert ran <= AFTER.keys()
    assert ran >= {"preprocess", "transcribe", "diarize", "cluster", "voiceprint", "finalize"}
