"""Dead letters over a real broker: told of, put back, let go."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from confluent_kafka import Producer

from infra.local.stack import Stack
from schemas.events import DeadLetter, TranscriptStored
from streams import dead_letters
from streams.codec import Codec
from streams.errors import PoisonError
from streams.events import meta
from streams.health import Health
from streams.process import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Emit, StageSpec

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
Stored = Callable[..., TranscriptStored]


@pytest.fixture
def given_up(settings: Settings, stored: Stored) -> DeadLetter:
    """A message given up on a topic, as a stage leaves it."""
    transcript_id = uuid4()
    codec = Codec(settings.registry_url)
    event = stored("tenant", transcript_id)
    letter = DeadLetter(
        meta=meta(DeadLetter, transcript_id, part="test"),
        transcript_id=transcript_id,
        user_id="tenant",
        stage="test",
        topic="transcript.stored",
        partition=0,
        offset=7,
        key=str(transcript_id).encode(),
        value=codec.encode(event),
        reason="the cause has been mended since",
        error="RuntimeError",
        attempts=3,
    )
    Publisher(settings, codec).publish(letter)
    return letter


def streams(stack: Stack, *arguments: object, **other: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "streams", *map(str, arguments)],
        env={**os.environ, **stack.env, "COLUMNS": "250", **other},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def dead(stack: Stack, *arguments: object) -> subprocess.CompletedProcess[str]:
    return streams(stack, "dead-letters", *arguments)


def closed(stack: Stack, settings: Settings, letter: DeadLetter, how: str) -> UUID:
    """Close the letter that way; the transcript it tells of."""
    done = dead(stack, how, letter.meta.event_id)
    assert done.returncode == 0, done.stderr
    assert letter.meta.event_id not in dead_letters.read(settings)
    assert letter.transcript_id is not None
    return letter.transcript_id


def handled(settings: Settings, stored: Stored, wanted: UUID) -> list[Any]:
    """Events of that transcript that a new consumer group finds before one published now."""
    Publisher(settings, Codec(settings.registry_url)).publish(stored("the end", wanted))
    own = settings.model_copy(update={"group_prefix": f"test-{uuid4().hex[:8]}."})
    seen: list[Any] = []
    there, stop = threading.Event(), threading.Event()

    def handle(event: Any, _: Emit) -> None:
        if event.transcript_id == wanted and event.user_id == "the end":
            there.set()
        elif event.transcript_id == wanted:
            seen.append(event)

    spec = StageSpec("reader", (TranscriptStored,), handle)
    thread = threading.Thread(target=run_stages, args=([spec], own, Health(["reader"]), stop))
    thread.start()
    ended = there.wait(60)
    stop.set()
    thread.join(30)
    assert ended
    return seen


def test_a_letter_is_listed_and_shown_with_its_reason(stack: Stack, given_up: DeadLetter) -> None:
    identity = str(given_up.meta.event_id)
    listed = dead(stack, "list")
    assert listed.returncode == 0, listed.stderr
    assert identity in listed.stdout
    shown = dead(stack, "show", identity)
    assert "the cause has been mended since" in shown.stdout
    assert f"{len(given_up.value or b'')} bytes" in shown.stdout


def test_a_replayed_message_is_handled_once_and_its_letter_is_closed(
    stack: Stack, settings: Settings, stored: Stored, given_up: DeadLetter
) -> None:
    transcript_id = closed(stack, settings, given_up, "replay")
    [event] = handled(settings, stored, transcript_id)
    assert event.meta.event_id == meta(TranscriptStored, transcript_id).event_id


def test_a_discarded_message_is_not_handled(
    stack: Stack, settings: Settings, stored: Stored, given_up: DeadLetter
) -> None:
    assert handled(settings, stored, closed(stack, settings, given_up, "discard")) == []


def test_what_is_no_letter_hides_no_letter(settings: Settings, given_up: DeadLetter) -> None:
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap})
    producer.produce("dead.letters", b"rubbish", b"no id either")
    producer.produce("dead.letters", None, b"no id either")
    assert producer.flush(10) == 0
    assert given_up.meta.event_id in dead_letters.read(settings)


def test_a_letter_that_is_not_there_is_an_error_in_words(stack: Stack) -> None:
    done = dead(stack, "replay", uuid4())
    assert done.returncode == 1
    assert "dead-letters list" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [("dead-letters", "list"), ("topics", "--check")])
def test_a_broker_that_is_away_is_an_error_in_words(
    stack: Stack, arguments: tuple[str, ...]
) -> None:
    done = streams(stack, *arguments, ST_KAFKA_BOOTSTRAP="127.0.0.1:9")
    assert done.returncode == 1
    assert "error: the broker at 127.0.0.1:9 does not answer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_letter_without_a_message_says_what_to_do(settings: Settings) -> None:
    letter = DeadLetter(
        meta=meta(DeadLetter, uuid4(), part="document"),
        transcript_id=uuid4(),
        user_id="tenant",
        stage="context",
        topic="audio.uploaded",
        partition=-1,
        offset=-1,
        reason="a document was left out",
        error="PoisonError",
        attempts=1,
    )
    with pytest.raises(PoisonError, match="submit the recording again"):
        dead_letters.replay(letter, settings)
