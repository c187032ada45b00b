"""A registry that is away is waited for, never blamed on the message."""

from collections.abc import Callable

import pytest

from schemas.events import TranscriptStored
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
