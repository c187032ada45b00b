"""When messages count as left unread."""

from prometheus_client import REGISTRY

from streams import metrics
from streams.unread import Unread, tell_lag

PLACE = ("audio.uploaded", 3)


def test_what_stays_uncommitted_while_its_agent_idles_is_stuck_after_the_limit() -> None:
    unread = Unread(limit_s=10)
    assert unread.stuck({PLACE: (5, 7)}, set(), now=0) == []
    assert unread.stuck({PLACE: (5, 9)}, set(), now=9) == []
    assert unread.stuck({PLACE: (5, 9)}, set(), now=10) == [PLACE]


def test_progress_or_work_in_hand_begins_the_count_again() -> None:
    unread = Unread(limit_s=10)
    unread.stuck({PLACE: (5, 9)}, set(), now=0)
    assert unread.stuck({PLACE: (6, 9)}, set(), now=10) == []
    assert unread.stuck({PLACE: (6, 9)}, {"audio.uploaded"}, now=20) == []
    assert unread.stuck({PLACE: (6, 9)}, set(), now=29) == []
    assert unread.stuck({PLACE: (6, 9)}, set(), now=39) == [PLACE]


def test_what_has_been_read_is_never_stuck() -> None:
    unread = Unread(limit_s=10)
    for now in (0, 100):
        assert unread.stuck({PLACE: (9, 9)}, set(), now=now) == []


def lag(stage: str, topic: str, partition: str) -> float | None:
    where = {"stage": stage, "topic": topic, "partition": partition}
    return REGISTRY.get_sample_value("st_consumer_lag", where)


def test_how_far_an_agent_is_behind_is_told_for_the_partitions_that_it_has() -> None:
    topics = {"pool": ["text", "vectors"], "enrich": ["text"]}
    metrics.LAG.labels("sink", "text", 3).set(7)
    tell_lag({("text", 3): (5, 9), ("vectors", 0): (2, 2)}, topics)
    assert [lag("pool", "text", "3"), lag("enrich", "text", "3")] == [4, 4]
    assert [lag("pool", "vectors", "0"), lag("enrich", "vectors", "0")] == [0, None]
    tell_lag({("vectors", 0): (2, 3)}, topics)
    assert [lag("pool", "text", "3"), lag("pool", "vectors", "0")] == [None, 1]
    assert lag("sink", "text", "3") == 7
