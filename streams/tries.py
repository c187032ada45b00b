"""Tries of tasks, noted in the metadata of the committed offsets (docs/adr/0003)."""

import logging
from collections.abc import Iterable, Sequence

from confluent_kafka import Consumer, KafkaException, TopicPartition

from streams.stage import Record

log = logging.getLogger(__name__)
# The note of a batch that has begun. It is no try of any one record: whoever finds it handles what
# was in the batch one by one, and no record is given up for what another did beside it.
IN_COMPANY = "0"


class Tries:
    """Notes of one consumer, whose thread alone may use this."""

    def __init__(self, consumer: Consumer, stage: str) -> None:
        self._consumer = consumer
        self._stage = stage
        self._before: list[TopicPartition] = []

    def begin(self, records: Sequence[Record]) -> int | None:
        """Notes that a try begins, at the first record of each partition.

        Returns how many tries of a lone record ended with their process, and 0 for a batch; None,
        with nothing noted, for a batch in which a record was tried before: it is to be handled
        one by one.
        """
        firsts = {(r.topic, r.partition): r.offset for r in reversed(records)}
        try:
            known = self._consumer.committed([TopicPartition(*at) for at in firsts], timeout=10)
            before = [_noted(place, firsts[place.topic, place.partition]) for place in known]
            notes = [place.metadata or "" for place in before]
            if len(records) > 1 and any(notes):
                return None
            tries = int(notes[0]) if notes[0].isdigit() else 0
            note = IN_COMPANY if len(records) > 1 else str(tries + 1)
            begun = [TopicPartition(*at, offset, metadata=note) for at, offset in firsts.items()]
            self._consumer.commit(offsets=begun, asynchronous=False)
        except KafkaException as error:
            log.warning("stage %s: try not noted: %s", self._stage, error)
            return 0
        self._before = before
        return tries

    def end(self) -> None:
        """No task is in hand any more."""
        self._before = []

    def take_back(self, partitions: Iterable[TopicPartition] | None = None) -> None:
        """What is in hand is left to another in good order, or what of it is of these partitions.

        So a good task is not given up because workers joined, or ended, three times meanwhile.
        """
        left = self._before
        if partitions is not None:
            places = {(p.topic, p.partition) for p in partitions}
            left = [place for place in left if (place.topic, place.partition) in places]
        if not left:
            return
        self._before = [place for place in self._before if place not in left]
        try:
            self._consumer.commit(offsets=left, asynchronous=False)
        except KafkaException as error:
            log.warning("stage %s: try not taken back: %s", self._stage, error)


def _noted(known: TopicPartition, offset: int) -> TopicPartition:
    """A committed place with its note, where that is about the record at the offset."""
    note = known.metadata if known.offset == offset else None
    return TopicPartition(known.topic, known.partition, offset, metadata=note or "")
