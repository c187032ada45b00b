"""Tries of a task, noted in the metadata of the committed offset (docs/adr/0003)."""

import logging
from collections.abc import Iterable

from confluent_kafka import Consumer, KafkaException, TopicPartition

from streams.stage import Record

log = logging.getLogger(__name__)


class Tries:
    """Notes of one consumer, whose thread alone may use this."""

    def __init__(self, consumer: Consumer, stage: str) -> None:
        self._consumer = consumer
        self._stage = stage
        self._before: TopicPartition | None = None

    def begin(self, record: Record) -> int:
        """Tries that ended with their process; notes that another begins."""
        try:
            [known] = self._consumer.committed(
                [TopicPartition(record.topic, record.partition)], timeout=10
            )
            noted = known.metadata or ""
            tries = int(noted) if known.offset == record.offset and noted.isdigit() else 0
            self._consumer.commit(offsets=[_noted(record, tries + 1)], asynchronous=False)
        except KafkaException as error:
            log.warning("stage %s: try not noted: %s", self._stage, error)
            return 0
        self._before = _noted(record, tries)
        return tries

    def end(self) -> None:
        """No task is in hand any more."""
        self._before = None

    def take_back(self, partitions: Iterable[TopicPartition] | None = None) -> None:
        """The task in hand is left to another in good order, if it is of these partitions.

        So a good task is not given up because workers joined, or ended, three times meanwhile.
        """
        before = self._before
        if before is None:
            return
        places = None if partitions is None else {(p.topic, p.partition) for p in partitions}
        if places is not None and (before.topic, before.partition) not in places:
            return
        self._before = None
        try:
            self._consumer.commit(offsets=[before], asynchronous=False)
        except KafkaException as error:
            log.warning("stage %s: try not taken back: %s", self._stage, error)


def _noted(record: Record, tries: int) -> TopicPartition:
    return TopicPartition(record.topic, record.partition, record.offset, metadata=str(tries))
