"""A registry that is away is waited for, never blamed on the message."""

import socket
from collections.abc import Callable

import pytest

from schemas.events import TranscriptStored
from streams import codec
from streams.codec import Codec
from streams.errors import TransientError

NOBODY = "http://127.0.0.1:9"
WIRE = b"\x00\x00\x00\x00\x07rest"


@pytest.fixture
def alone() -> Codec:
    return Codec(NOBODY)


def test_reading_waits_for_a_registry_that_is_away(alone: Codec) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.decode("transcript.stored", WIRE)


def test_writing_waits_for_a_registry_that_is_away(
    alone: Codec, stored: Callable[..., TranscriptStored]
) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.encode(stored())


def test_asking_says_that_it_is_away(alone: Codec) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.ask()


def test_a_registry_that_takes_the_question_and_never_answers_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codec, "ANSWERED_S", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=16) as silent:
        deaf = Codec(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(TransientError, match="registry does not answer"):
            deaf.ask()
