"""What no event may say is refused with the field's name; what our examples say is not."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.hostile.corpus import example
from benchmarks.hostile.values import absurd
from streams import validate
from streams.codec import Codec
from streams.errors import PoisonError
from streams.publisher import Publisher
from streams.settings import Settings
from streams.topics import BY_NAME


@pytest.mark.parametrize("topic", sorted(BY_NAME))
def test_an_example_can_be_true(topic: str) -> None:
    assert validate.fault(example(topic)) is None


@pytest.mark.parametrize("topic", sorted(BY_NAME))
def test_what_cannot_be_true_is_refused(topic: str) -> None:
    ways = list(absurd(topic, example(topic)))
    assert len(ways) > 5
    assert [why for why, event in ways if validate.fault(event) is None] == []


def test_the_field_is_named_and_what_to_do() -> None:
    event = example("segments.transcribed")
    word = replace(event.segments[0].words[0], start=float("nan"))
    segment = replace(event.segments[0], words=[word])
    with pytest.raises(PoisonError, match=r"segments\[0\]\.words\[0\]\.start is nan.*again"):
        validate.check(replace(event, segments=[segment]))


@pytest.mark.parametrize(
    ("topic", "changes"),
    [
        ("audio.uploaded", {"title": "Réunion n° 1 : « l'eau », 日本", "language": "pt-BR"}),
        ("audio.uploaded", {"language": None, "num_speakers": None}),
        ("segments.enriched", {"text": "line\nbreak\tand more", "end": 1.25, "start": 1.25}),
        ("speakers.identified", {"speakers": [], "segment_total": 0}),
        ("erasure.requested", {"transcript_id": None, "file_id": None, "file_uri": None}),
    ],
)
def test_what_is_unusual_but_may_be_is_let_through(topic: str, changes: dict[str, Any]) -> None:
    assert validate.fault(replace(example(topic), **changes)) is None


def test_what_its_readers_would_refuse_is_not_sent() -> None:
    nowhere = Settings(_env_file=None, kafka_bootstrap="127.0.0.1:9")  # type: ignore[call-arg]
    publisher = Publisher(nowhere, Codec("http://127.0.0.1:9"))
    with pytest.raises(PoisonError, match="name has control characters"):
        publisher.publish(replace(example("speaker.confirmed"), name="Marie\x07"))


@pytest.mark.parametrize("user", ["", "x" * 10_000, "a\x00b"])
def test_a_sealed_event_of_no_tenant_is_not_opened(user: str) -> None:
    with pytest.raises(PoisonError, match="user_id is no tenant's"):
        validate.check_owner(replace(example("segments.enriched"), user_id=user, sealed=b"?"))
