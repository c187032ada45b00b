"""Messages that lie unread while their agent has nothing in hand: the process begins anew.

A Faust worker may go on, its timers and its heartbeats too, while nothing of a partition reaches
the agent any more (faust-streaming #523, #532). Nobody but the broker's own numbers tells: what is
committed stays behind what there is, and the agent idles.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from confluent_kafka import Consumer, KafkaException, TopicPartition

from streams import metrics
from streams.health import Health
from streams.settings import Settings
from streams.stalls import begin_anew

log = logging.getLogger(__name__)
LOOK_S = 5.0
ANSWER_S = 5.0
Place = tuple[str, int]


@dataclass
class Unread:
    """Since when each partition has had messages that its idle agent does not take."""

    limit_s: float
    _since: dict[Place, tuple[int, float]] = field(default_factory=dict)

    def stuck(
        self, positions: Mapping[Place, tuple[int, int]], busy: Collection[str], now: float
    ) -> list[Place]:
        """The partitions that have stood still for the limit.

        `positions` has the committed and the end offset of each partition; `busy` are the topics
        whose agents had something in hand since the last look.
        """
        waiting = {
            place: committed
            for place, (committed, end) in positions.items()
            if committed < end and place[0] not in busy
        }
        self._since = {
            place: (committed, since if committed == before else now)
            for place, committed in waiting.items()
            for before, since in [self._since.get(place, (committed, now))]
        }
        return [p for p, (_, since) in self._since.items() if now - since >= self.limit_s]


def watch(
    settings: Settings,
    group: str,
    topics: Mapping[str, Collection[str]],
    assigned: Callable[[], Collection[Place]],
    health: Health,
) -> None:
    """From a daemon thread, begin anew once a partition stands still.

    `topics` are those of each stage; `assigned` tells which partitions are this process's.
    """
    unread = Unread(settings.unread_limit_s)
    # It joins no group: it only asks.
    asking = Consumer(
        {"bootstrap.servers": settings.kafka_bootstrap, "group.id": group, "log_level": 0}
    )

    def look() -> None:
        begun = health.begun()
        while True:
            time.sleep(min(LOOK_S, settings.unread_limit_s / 4))
            before, begun = begun, health.begun()
            busy = {
                topic
                for stage, inputs in topics.items()
                if health.busy(stage) or begun[stage] != before[stage]
                for topic in inputs
            }
            try:
                positions = _positions(asking, assigned())
            except KafkaException:  # the broker is away: nothing can be read anyway
                positions = {}
            tell_lag(positions, topics)
            stuck = unread.stuck(positions, busy, time.monotonic())
            if stuck:
                places = ", ".join(f"{topic}/{number}" for topic, number in stuck[:3])
                log.critical(
                    "messages of %s lie unread for more than %g s: the process begins anew",
                    places, settings.unread_limit_s,
                )  # fmt: skip
                begin_anew([])

    threading.Thread(target=look, daemon=True, name="unread").start()


def tell_lag(
    positions: Mapping[Place, tuple[int, int]], topics: Mapping[str, Collection[str]]
) -> None:
    """Export how far each stage is behind; of partitions that are another process's nothing."""
    for stage, inputs in topics.items():
        metrics.LAG.remove_by_labels({"stage": stage})
        for (topic, number), (committed, end) in positions.items():
            if topic in inputs:
                metrics.LAG.labels(stage, topic, number).set(end - committed)


def _positions(asking: Consumer, places: Collection[Place]) -> dict[Place, tuple[int, int]]:
    """The committed and the end offset of each partition; before the first commit its beginning.

    A partition of which the broker does not tell in time is left out.
    """
    found = {}
    for known in asking.committed([TopicPartition(*place) for place in places], timeout=ANSWER_S):
        marks = asking.get_watermark_offsets(known, timeout=ANSWER_S)
        if marks is not None:
            found[known.topic, known.partition] = (max(known.offset, marks[0]), marks[1])
    return found
