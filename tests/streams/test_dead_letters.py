"""Dead letters over a real broker: told of, put back, let go."""

import os
import subprocess
import sys
import threading
from typing import Any
from uuid import UUID, uuid4

import pytest

from infra.local.stack import Stack
from schemas.events import DeadLetter, TranscriptStored
from streams import dead_letters
from streams.codec import Codec
from streams.errors import PoisonError
from streams.events import meta
from streams.health import Health
from streams.loop import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Emit, StageSpec

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def stored(transcript_id: UUID, user: str) -> TranscriptStored:
    return TranscriptStored(
        meta=meta(TranscriptStored, transcript_id),
        transcript_id=transcript_id,
        user_id=user,
        segment_total=0,
        speaker_total=0,
    )


@pytest.fixture
def given_up(settings: Settings) -> DeadLetter:
    """A message given up on a topic, as a stage leaves it."""
    transcript_id = uuid4()
    codec = Codec(settings.registry_url)
    event = stored(transcript_id, "tenant")
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


def streams(stack: Stack, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "streams", "dead-letters", *map(str, arguments)],
        env={**os.environ, **stack.env, "COLUMNS": "250"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def handled(settings: Settings, wanted: UUID) -> list[Any]:
    """Events of that transcript that a new consumer group finds before one published now."""
    Publisher(settings, Codec(settings.registry_url)).publish(stored(wanted, "the end"))
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
    listed = streams(stack, "list")
    assert listed.returncode == 0, listed.stderr
    assert identity in listed.stdout
    shown = streams(stack, "show", identity)
    assert "the cause has been mended since" in shown.stdout
    assert f"{len(given_up.value or b'')} bytes" in shown.stdout


def test_a_replayed_message_is_handled_once_and_its_letter_is_closed(
    stack: Stack, settings: Settings, given_up: DeadLetter
) -> None:
    assert given_up.transcript_id is not None
    done = streams(stack, "replay", given_up.meta.event_id)
    assert done.returncode == 0, done.stderr
    assert given_up.meta.event_id not in dead_letters.read(settings)
    [event] = handled(settings, given_up.transcript_id)
    assert event.meta.event_id == meta(TranscriptStored, given_up.transcript_id).event_id


def test_a_discarded_message_is_not_handled(
    stack: Stack, settings: Settings, given_up: DeadLetter
) -> None:
    assert given_up.transcript_id is not None
    done = streams(stack, "discard", given_up.meta.event_id)
    assert done.returncode == 0, done.stderr
    assert given_up.meta.event_id not in dead_letters.read(settings)
    assert handled(settings, given_up.transcript_id) == []


def test_a_letter_that_is_not_there_is_an_error_in_words(stack: Stack) -> None:
    done = streams(stack, "replay", uuid4())
    assert done.returncode == 1
    assert "dead-letters list" in done.stderr
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
