"""Stages that run beside a test, and waiting for what they do."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

from confluent_kafka import (
    Consumer,
    ConsumerGroupTopicPartitions,
    KafkaException,
    TopicPartition,
)
from confluent_kafka.admin import AdminClient

from schemas.events import DeadLetter
from streams import dead_letters
from streams.health import Health
from streams.process import run_stages
from streams.settings import Settings
from streams.stage import StageSpec


@contextmanager
def running_stage(settings: Settings, spec: StageSpec) -> Iterator[Health]:
    stop = threading.Event()
    health = Health([spec.name])
    thread = threading.Thread(target=run_stages, args=([spec], settings, health, stop))
    thread.start()
    try:
        yield health
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def eventually(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def letters(
    settings: Settings, wanted: Callable[[DeadLetter], bool], seconds: float = 30.0
) -> list[DeadLetter]:
    """The open dead letters that are wanted, waited for until there is one."""
    found: list[DeadLetter] = []

    def there() -> bool:
        found[:] = [letter for letter in dead_letters.read(settings).values() if wanted(letter)]
        return bool(found)

    assert eventually(there, seconds)
    return found


def committed(settings: Settings, group: str, topic: str, partition: int) -> int:
    """The offset that a group goes on from; negative where it has committed none."""
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    asked = ConsumerGroupTopicPartitions(group, [TopicPartition(topic, partition)])
    [future] = admin.list_consumer_group_offsets([asked]).values()
    [found] = future.result(timeout=10).topic_partitions
    return int(found.offset)


def begin_at_the_end(settings: Settings, stages: Iterable[StageSpec]) -> None:
    """The stages' groups take up what comes from now on, and nothing that is there already."""
    for spec in stages:
        with closing(_member(settings, spec)) as consumer:
            consumer.commit(offsets=_ends(consumer, spec), asynchronous=False)


def all_committed(settings: Settings, spec: StageSpec) -> bool:
    """Whether the stage's group has done all that its topics hold; not while the broker starts."""
    with closing(_member(settings, spec)) as consumer:
        try:
            ends = _ends(consumer, spec)
            known = consumer.committed(ends, timeout=10)
        except KafkaException:
            return False
    return [place.offset for place in known] == [place.offset for place in ends]


def _member(settings: Settings, spec: StageSpec) -> Consumer:
    """Of the stage's group, but it is given no partitions."""
    group = f"{settings.group_prefix}{spec.name}"
    return Consumer({"bootstrap.servers": settings.kafka_bootstrap, "group.id": group})


def _ends(consumer: Consumer, spec: StageSpec) -> list[TopicPartition]:
    places = []
    for topic in spec.topics:
        for number in consumer.list_topics(topic, timeout=10).topics[topic].partitions:
            place = TopicPartition(topic, number)
            _, place.offset = consumer.get_watermark_offsets(place, timeout=10)
            places.append(place)
    return places
