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

from streams import lag
from streams.health import Health
from streams.lag import Place, Positions
from streams.settings import Settings
from streams.stalls import begin_anew

log = logging.getLogger(__name__)


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
    consumer = lag.asking(settings, group)

    def look() -> None:
        begun = health.begun()
        while True:
            time.sleep(min(lag.LOOK_S, settings.unread_limit_s / 4))
            before, begun = begun, health.begun()
            busy = {
                topic
                for stage, inputs in topics.items()
                if health.busy(stage) or begun[stage] != before[stage]
                for topic in inputs
            }
            positions = lag.positions(consumer, assigned())
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


def tell_lag(positions: Positions, topics: Mapping[str, Collection[str]]) -> None:
    """Export how far each stage is behind: in the partitions of its own topics."""
    for stage, inputs in topics.items():
        lag.tell(stage, {place: at for place, at in positions.items() if place[0] in inputs})
