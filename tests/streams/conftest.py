"""What the stream's tests share: an event to send."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from schemas.events import TranscriptStored
from streams.events import meta

Stored = Callable[..., TranscriptStored]


def _stored(user: str = "tenant", transcript_id: UUID | None = None) -> TranscriptStored:
    identity = transcript_id or uuid4()
    return TranscriptStored(
        meta=meta(TranscriptStored, identity),
        transcript_id=identity,
        user_id=user,
        segment_total=0,
        speaker_total=0,
    )


@pytest.fixture(scope="session")
def stored() -> Stored:
    """Makes a small event, of a new transcript unless one is given."""
    return _stored
