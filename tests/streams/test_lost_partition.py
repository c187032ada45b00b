"""A partition that is lost while its task is computed, and comes back to the same member."""

import threading
import time
from uuid import UUID, uuid4

import pytest

from infra.local.stack import Stack
from schemas import events as e
from streams.codec import Codec
from streams.events import meta
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from tests.streams.watching import all_committed, begin_at_the_end, eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


def stored(transcript_id: UUID) -> e.TranscriptStored:
    return e.TranscriptStored(
        meta=meta(e.TranscriptStored, transcript_id, part=uuid4().hex),
        transcript_id=transcript_id,
        user_id="tenant",
        segment_total=1,
        speaker_total=1,
    )


@pytest.mark.parametrize("ends_away", [True, False])
def test_nothing_of_it_is_passed_over(stack: Stack, settings: Settings, ends_away: bool) -> None:
    """The task in hand ends while the broker is away, so that the member has no partition then,
    or after he is back. Another lies behind it, taken ahead; a third comes afterwards."""
    own = settings.model_copy(
        update={"group_prefix": f"lost-{uuid4().hex[:8]}.", "member_id": "the-one"}
    )
    begun, go_on = threading.Event(), threading.Event()
    told: list[UUID] = []

    def handle(event: e.TranscriptStored, _: Emit) -> None:
        begun.set()
        assert go_on.wait(90)
        told.append(event.meta.event_id)

    spec = StageSpec("slow", (e.TranscriptStored,), handle)
    begin_at_the_end(own.model_copy(update={"member_id": None}), [spec])
    transcript_id = uuid4()
    events = [stored(transcript_id) for _ in range(3)]
    publisher = Publisher(own, Codec.of(own))
    with running_stage(own, spec) as health:
        for event in events[:-1]:
            publisher.publish(event)
        assert begun.wait(30)
        stack.kill("kafka")
        assert eventually(lambda: bool(health.report()[1]["waiting_for"]), 30)
        time.sleep(2 * own.session_timeout_s)
        if ends_away:
            go_on.set()
            time.sleep(1)
        stack.start("kafka")
        assert eventually(lambda: not health.report()[1]["waiting_for"])
        time.sleep(own.session_timeout_s)
        go_on.set()
        publisher.publish(events[-1])
        assert eventually(lambda: {x.meta.event_id for x in events} <= set(told), 40), told
        assert eventually(lambda: all_committed(own, spec), 20)
