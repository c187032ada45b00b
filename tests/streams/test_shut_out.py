"""A member that the broker shut out of its group, with nobody else under its name."""

from contextlib import closing
from uuid import UUID, uuid4

import pytest
from confluent_kafka import Consumer

from schemas import events as e
from streams import broker
from streams.codec import Codec
from streams.events import meta
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import StageSpec
from tests.streams.watching import begin_at_the_end, eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]


def stored() -> e.TranscriptStored:
    identity = uuid4()
    return e.TranscriptStored(
        meta=meta(e.TranscriptStored, identity),
        transcript_id=identity,
        user_id="tenant",
        segment_total=1,
        speaker_total=1,
    )


def test_it_joins_anew_and_goes_on(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    own = settings.model_copy(
        update={"group_prefix": f"shut-{uuid4().hex[:8]}.", "member_id": "the-one"}
    )
    told: list[UUID] = []
    spec = StageSpec(
        "listen", (e.TranscriptStored,), lambda event, _: told.append(event.transcript_id)
    )
    begin_at_the_end(own.model_copy(update={"member_id": None}), [spec])
    publisher = Publisher(own, Codec.of(own))
    first, second = stored(), stored()
    with running_stage(own, spec) as health:
        publisher.publish(first)
        assert eventually(lambda: first.transcript_id in told)
        # Under its name another takes its place for a moment, as its own earlier self does when
        # the broker comes back and knows neither from the other.
        with closing(Consumer(broker.consumer_config("listen", own))) as other:
            other.subscribe(spec.topics)
            assert eventually(lambda: other.poll(0.1) is None and bool(other.assignment()))
        assert eventually(lambda: "joins anew" in caplog.text)
        publisher.publish(second)
        assert eventually(lambda: second.transcript_id in told)
        assert health.report()[0]
