"""How far consumer groups are behind, by the broker's own numbers.

They are asked for by a consumer that joins no group. The admin client has the same numbers, but
aborts its process when the broker begins anew meanwhile (librdkafka #3663, #4605).
"""

import threading
from collections.abc import Callable, Collection, Mapping

from confluent_kafka import OFFSET_BEGINNING, OFFSET_END, Consumer, KafkaException, TopicPartition

from streams import metrics
from streams.settings import Settings

LOOK_S = 5.0
ANSWER_S = 5.0
Place = tuple[str, int]
Positions = Mapping[Place, tuple[int, int]]


def asking(settings: Settings, group: str) -> Consumer:
    """A client to ask how far a group is; it says nothing while the broker is away."""
    return Consumer(
        {"bootstrap.servers": settings.kafka_bootstrap, "group.id": group, "log_level": 0}
    )


def watch(
    settings: Settings,
    stage: str,
    assigned: Callable[[], Collection[Place]],
    stop: threading.Event,
) -> None:
    """From a daemon thread, tell how far a stage is behind in the partitions assigned to it.

    Also of what it has not begun with: its models load, or one task takes minutes.
    """
    consumer = asking(settings, f"{settings.group_prefix}{stage}")

    def look() -> None:
        while not stop.wait(LOOK_S):
            tell(stage, positions(consumer, assigned()))

    threading.Thread(target=look, daemon=True, name=f"lag-{stage}").start()


def tell(stage: str, found: Positions) -> None:
    """Export it; of partitions that are another process's nothing."""
    metrics.LAG.remove_by_labels({"stage": stage})
    for (topic, number), (committed, end) in found.items():
        metrics.LAG.labels(stage, topic, number).set(end - committed)


def positions(consumer: Consumer, places: Collection[Place]) -> Positions:
    """The committed and the end offset of each partition; before the first commit its beginning.

    None while the broker does not answer, and none of a partition that it does not tell of.
    """
    asked = [TopicPartition(*place) for place in places]
    if not asked:
        return {}
    try:
        committed = _offsets(consumer.committed(asked, timeout=ANSWER_S))
        first = _offsets(_at(consumer, places, OFFSET_BEGINNING))
        end = _offsets(_at(consumer, places, OFFSET_END))
    except KafkaException:
        return {}
    known = committed.keys() & first.keys() & end.keys()
    return {place: (max(committed[place], first[place]), end[place]) for place in known}


def _at(consumer: Consumer, places: Collection[Place], where: int) -> list[TopicPartition]:
    """One request for all: beginning and end stand for times, as in Kafka's ListOffsets."""
    asked = [TopicPartition(*place, where) for place in places]
    found: list[TopicPartition] = consumer.offsets_for_times(asked, timeout=ANSWER_S)
    return found


def _offsets(found: Collection[TopicPartition]) -> dict[Place, int]:
    return {(at.topic, at.partition): at.offset for at in found if at.error is None}
