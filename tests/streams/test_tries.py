"""Notes of tries: what is counted, what is handled alone, and what is taken back."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from streams.stage import Record
from streams.tries import Tries


@dataclass
class Group:
    """A consumer group's committed offsets and notes, by partition."""

    places: dict[int, tuple[int, str]] = field(default_factory=dict)
    away: bool = False

    def committed(self, asked: list[TopicPartition], timeout: float) -> list[TopicPartition]:
        if self.away:
            raise KafkaException(KafkaError(KafkaError._TRANSPORT))
        known = [(p.topic, p.partition, *self.places.get(p.partition, (-1001, ""))) for p in asked]
        return [TopicPartition(*at, offset, metadata=note) for *at, offset, note in known]

    def commit(self, offsets: list[TopicPartition], asynchronous: bool) -> None:
        for place in offsets:
            self.places[place.partition] = (place.offset, place.metadata or "")

    def worker(self) -> Tries:
        member: Any = self
        return Tries(member, "stage")


@pytest.fixture
def group() -> Group:
    return Group()


def record(partition: int, offset: int) -> Record:
    return Record("topic", partition, offset, None, b"task")


A, B, BEHIND_A = record(0, 5), record(1, 9), record(0, 6)
BATCH = [A, B, BEHIND_A]


def test_a_lone_record_counts_how_often_its_process_ended(group: Group) -> None:
    assert [group.worker().begin([A]) for _ in range(4)] == [0, 1, 2, 3]
    assert group.worker().begin([BEHIND_A]) == 0


def test_a_batch_is_noted_at_the_first_record_of_each_partition(group: Group) -> None:
    assert group.worker().begin(BATCH) == 0
    assert {number: offset for number, (offset, _) in group.places.items()} == {0: 5, 1: 9}


def test_what_was_in_a_batch_whose_process_ended_is_not_handled_in_one_again(group: Group) -> None:
    group.worker().begin(BATCH)
    noted = dict(group.places)
    assert group.worker().begin([record(2, 1), A]) is None
    assert group.places == noted


def test_a_try_in_company_is_no_try_of_ones_own(group: Group) -> None:
    group.worker().begin(BATCH)
    assert [group.worker().begin([A]) for _ in range(2)] == [0, 1]
    assert group.worker().begin([B]) == 0


def test_a_batch_is_handled_as_one_once_those_with_notes_are_done(group: Group) -> None:
    group.worker().begin([A, B])
    group.commit([TopicPartition("topic", 0, 6), TopicPartition("topic", 1, 10)], False)
    assert group.worker().begin([BEHIND_A, record(1, 10)]) == 0


def test_all_notes_of_a_batch_that_is_left_in_good_order_are_taken_back(group: Group) -> None:
    worker = group.worker()
    worker.begin(BATCH)
    worker.take_back()
    assert group.places == {0: (5, ""), 1: (9, "")}
    assert group.worker().begin(BATCH) == 0


def test_of_a_batch_the_notes_of_revoked_partitions_are_taken_back_and_no_others(
    group: Group,
) -> None:
    worker = group.worker()
    worker.begin(BATCH)
    noted = dict(group.places)
    worker.take_back([TopicPartition("topic", 1), TopicPartition("topic", 7)])
    assert group.places == {0: noted[0], 1: (9, "")}
    group.places[1] = (12, "1")  # its new owner's
    worker.take_back()
    assert group.places == {0: (5, ""), 1: (12, "1")}


def test_a_lone_records_earlier_tries_stay_when_it_is_left_in_good_order(group: Group) -> None:
    group.worker().begin([A])
    worker = group.worker()
    worker.begin([A])
    worker.take_back()
    assert group.worker().begin([A]) == 1


def test_nothing_is_taken_back_of_what_is_done(group: Group) -> None:
    worker = group.worker()
    worker.begin(BATCH)
    noted = dict(group.places)
    worker.end()
    worker.take_back()
    assert group.places == noted


def test_work_goes_on_when_the_broker_does_not_say_what_is_noted(group: Group) -> None:
    group.away = True
    assert group.worker().begin(BATCH) == 0
