"""Sealed events over a real broker and registry: whole for the stages, nothing for the log."""

import base64
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from confluent_kafka import Producer

from infra.local.stack import Stack
from schemas import events as e
from streams import dead_letters, history, metrics, sealed
from streams.codec import Codec
from streams.events import follow, meta
from streams.health import Health
from streams.keys import Keys, Owner
from streams.process import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from tests.streams.watching import eventually, letters, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
MASTER, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
NAME = "Philippa Featherstonehaugh"


@pytest.fixture
def deployment(settings: Settings, tmp_path: Path) -> Settings:
    """One that seals, with groups and an object store of its own."""
    own = {"group_prefix": f"test-{uuid4().hex[:8]}.", "object_store": tmp_path.as_uri()}
    return Settings(_env_file=None, **{**settings.model_dump(), **own, "seal_key": MASTER})  # type: ignore[call-arg,arg-type]


@pytest.fixture
def said() -> e.SpeakerConfirmed:
    """An event with a name in it."""
    return confirmed(f"tenant-{uuid4().hex[:8]}", uuid4())


def confirmed(user_id: str, transcript_id: UUID, speaker: str = "A") -> e.SpeakerConfirmed:
    return e.SpeakerConfirmed(
        meta=meta(e.SpeakerConfirmed, transcript_id, part=speaker),
        transcript_id=transcript_id,
        user_id=user_id,
        speaker=speaker,
        name=NAME,
    )


def codec(settings: Settings) -> Codec:
    """Of a process that has just begun."""
    return Codec.of(settings)


def publish(settings: Settings, *events: Any) -> None:
    publisher = Publisher(settings, codec(settings))
    for event in events:
        publisher.publish(event)


def send(settings: Settings, topic: str, key: bytes, value: bytes) -> None:
    producer = Producer({"bootstrap.servers": settings.kafka_bootstrap})
    producer.produce(topic, value, key)
    assert producer.flush(10) == 0


def in_the_log(settings: Settings, topic: str, key: UUID) -> list[bytes]:
    """Raw messages of that key."""
    with history.reader(settings) as consumer:
        span = history.span(consumer, topic)
        found = history.messages(consumer, topic, span)
        return [m.value() for m in found if m.key() == str(key).encode()]


def without_key(settings: Settings) -> Settings:
    return settings.model_copy(update={"seal_key": None})


@contextmanager
def seen_by_a_stage(
    settings: Settings, wanted: UUID, emitted: Callable[[Any], Any] | None = None
) -> Iterator[list[Any]]:
    """The transcript's events as they come to a stage's handler."""
    seen: list[Any] = []

    def handle(event: Any, emit: Emit) -> None:
        if event.transcript_id == wanted:
            seen.append(event)
            if emitted is not None:
                emit(emitted(event))

    with running_stage(settings, StageSpec("reader", (e.SpeakerConfirmed,), handle)):
        yield seen


def completed(event: Any) -> e.TranscriptCompleted:
    return e.TranscriptCompleted(
        meta=follow(e.TranscriptCompleted, event),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        status=e.TranscriptStatus.FAILED,
        error=f"nobody knows {event.name}",
    )


def counted(settings: Settings, topic: str, user_id: str) -> sealed.Count:
    return sealed.scan(settings, topic, user_id, None, lambda done, of: None)


def test_the_log_holds_no_word_and_a_stage_gets_the_event_whole(
    deployment: Settings, said: e.SpeakerConfirmed
) -> None:
    publish(deployment, said)
    [raw] = in_the_log(deployment, "speaker.confirmed", said.transcript_id)
    assert not any(part.encode() in raw for part in NAME.split())
    with seen_by_a_stage(deployment, said.transcript_id, completed) as seen:
        assert eventually(lambda: bool(seen))
        assert (seen[0].name, seen[0].sealed) == (NAME, None)
        topic = "transcript.completed"
        assert eventually(lambda: bool(in_the_log(deployment, topic, said.transcript_id)))
    [answer] = in_the_log(deployment, topic, said.transcript_id)
    assert NAME.encode() not in answer
    assert codec(deployment).decode(topic, answer).error == f"nobody knows {NAME}"


def test_sealed_and_unsealed_events_may_be_mixed(
    deployment: Settings, said: e.SpeakerConfirmed
) -> None:
    publish(without_key(deployment), confirmed(said.user_id, said.transcript_id, "B"))
    publish(deployment, said)
    with seen_by_a_stage(deployment, said.transcript_id) as seen:
        assert eventually(lambda: len(seen) == 2)
    assert {(event.speaker, event.name) for event in seen} == {("A", NAME), ("B", NAME)}


def test_what_has_nothing_personal_is_not_sealed_and_needs_no_key(deployment: Settings) -> None:
    event = e.TranscriptCompleted(
        meta=meta(e.TranscriptCompleted, uuid4()),
        transcript_id=uuid4(),
        user_id="tenant",
        status=e.TranscriptStatus.COMPLETED,
    )
    plain = codec(without_key(deployment))
    assert plain.decode("transcript.completed", codec(deployment).encode(event)).error is None
    assert not list(Keys(deployment).all("tenant"))


def test_after_an_erasure_nothing_opens_nothing_is_handled_and_nothing_written(
    deployment: Settings, said: e.SpeakerConfirmed
) -> None:
    publish(deployment, said)
    assert counted(deployment, "speaker.confirmed", said.user_id).opens == 1
    assert Keys(deployment).destroy(said.user_id, None) == 1

    late = confirmed(said.user_id, said.transcript_id, "late")
    publish(deployment, late)
    other = confirmed(said.user_id, uuid4())
    publish(deployment, other)
    passed = metrics.ERASED.labels("speaker.confirmed", "not handled")
    before = passed._value.get()
    with seen_by_a_stage(deployment, said.transcript_id) as seen:
        assert eventually(lambda: passed._value.get() > before)
    assert seen == []
    assert len(in_the_log(deployment, "speaker.confirmed", said.transcript_id)) == 1
    count = counted(deployment, "speaker.confirmed", said.user_id)
    assert (count.opens, count.closed, count.clear) == (1, 1, 0)
    assert not any(
        letter.transcript_id == said.transcript_id
        for letter in dead_letters.read(deployment).values()
    )


def test_what_of_something_erased_comes_in_clear_leaves_no_letter(
    deployment: Settings, said: e.SpeakerConfirmed
) -> None:
    Keys(deployment).destroy(said.user_id, said.transcript_id)
    publish(without_key(deployment), said)
    unwritten = metrics.ERASED.labels("dead.letters", "not published")
    before = unwritten._value.get()

    def fail(event: Any, _: Emit) -> None:
        if event.transcript_id == said.transcript_id:
            raise ValueError(f"no place for {event.name}")

    own = deployment.model_copy(update={"max_attempts": 1})
    with running_stage(own, StageSpec("failing", (e.SpeakerConfirmed,), fail)):
        assert eventually(lambda: unwritten._value.get() > before)


@pytest.mark.parametrize("key", [OTHER, None], ids=["another", "none"])
def test_a_process_without_the_master_key_ends_and_blames_no_event(
    deployment: Settings, said: e.SpeakerConfirmed, key: str | None, caplog: Any
) -> None:
    publish(deployment, said)
    wrong = Settings(_env_file=None, **{**deployment.model_dump(), "seal_key": key})  # type: ignore[call-arg,arg-type]
    spec = StageSpec("wrong", (e.SpeakerConfirmed,), lambda event, emit: None)
    assert not run_stages([spec], wrong, Health(["wrong"]), threading.Event())
    assert "ST_SEAL_KEY" in caplog.text
    assert not any(
        letter.transcript_id == said.transcript_id
        for letter in dead_letters.read(deployment).values()
    )


def test_a_changed_message_is_a_letter_of_its_transcript(
    deployment: Settings, said: e.SpeakerConfirmed
) -> None:
    raw = codec(deployment).encode(said)
    changed = raw[:-1] + bytes([raw[-1] ^ 1])
    send(deployment, "speaker.confirmed", str(said.transcript_id).encode(), changed)
    with seen_by_a_stage(deployment, said.transcript_id) as seen:
        [letter] = letters(deployment, lambda x: x.transcript_id == said.transcript_id)
    assert seen == []
    assert "was changed" in letter.reason
    assert letter.value == changed


def test_a_letter_is_sealed_with_the_message_in_it_and_can_be_replayed(
    deployment: Settings, stack: Stack, said: e.SpeakerConfirmed
) -> None:
    publish(without_key(deployment), said)

    def fail(event: Any, _: Emit) -> None:
        if event.transcript_id == said.transcript_id:
            raise ValueError(f"no place for {event.name}")

    own = deployment.model_copy(update={"max_attempts": 1})
    with running_stage(own, StageSpec("failing", (e.SpeakerConfirmed,), fail)):
        [letter] = letters(deployment, lambda x: x.transcript_id == said.transcript_id)
    assert NAME in letter.reason
    [raw] = in_the_log(deployment, "dead.letters", letter.meta.event_id)
    assert not any(part.encode() in raw for part in NAME.split())
    done = streams(stack, deployment, "dead-letters", "replay", str(letter.meta.event_id))
    assert done.returncode == 0, done.stderr
    assert len(in_the_log(deployment, "speaker.confirmed", said.transcript_id)) == 2


def test_a_command_proves_that_nothing_of_a_tenant_can_be_read(
    deployment: Settings, stack: Stack, said: e.SpeakerConfirmed
) -> None:
    publish(deployment, said, replace(said, meta=meta(e.SpeakerConfirmed, uuid4())))
    before = streams(stack, deployment, "sealed", "--user", said.user_id)
    assert before.returncode == 1, before.stderr
    assert "can be read: 2" in before.stdout
    Keys(deployment).destroy(said.user_id, None)
    after = streams(stack, deployment, "sealed", "--user", said.user_id)
    assert after.returncode == 0, after.stdout + after.stderr
    assert "can be read: 0" in after.stdout
    [row] = [line for line in after.stdout.splitlines() if "speaker.confirmed" in line]
    assert [cell.strip() for cell in row.split("│")][2:5] == ["0", "0", "2"]


def test_the_master_key_is_changed_by_a_command(
    deployment: Settings, stack: Stack, said: e.SpeakerConfirmed
) -> None:
    raw = codec(deployment).encode(said)
    changes = {"ST_SEAL_KEY": OTHER, "ST_SEAL_KEY_BEFORE": MASTER}
    done = streams(stack, deployment, "rewrap", **changes)
    assert "1 keys, 1 of them wrapped anew" in done.stdout, done.stderr
    after = Settings(_env_file=None, **{**deployment.model_dump(), "seal_key": OTHER})  # type: ignore[call-arg,arg-type]
    assert codec(after).decode("speaker.confirmed", raw).name == NAME
    assert Keys(after).current(Owner(said.user_id, said.transcript_id))


def streams(
    stack: Stack, deployment: Settings, *arguments: str, **other: str
) -> subprocess.CompletedProcess[str]:
    own = {"ST_SEAL_KEY": MASTER, "ST_OBJECT_STORE": deployment.object_store, "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "streams", *arguments],
        env={**os.environ, **stack.env, **own, **other},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
