"""What is read ahead, and how much of it is handled at a time."""

from streams.ahead import Ahead
from streams.stage import Record

BATCH = 3


def record(offset: int, partition: int = 0, size: int = 1) -> Record:
    return Record("topic", partition, offset, None, bytes(size))


def ahead(*records: Record, most_bytes: int = 1000) -> Ahead:
    made = Ahead(BATCH, most_bytes)
    made.add(records)
    return made


def test_a_batch_is_taken_in_order_and_makes_room() -> None:
    waiting = ahead(*map(record, range(BATCH + 1)))
    assert waiting.room == 0
    assert [one.offset for one in waiting.take()] == [0, 1, 2]
    assert waiting.room == BATCH - 1
    assert [one.offset for one in waiting.take()] == [3]
    assert waiting.take() == []


def test_there_is_no_room_beside_large_records() -> None:
    assert ahead(record(0, size=99), most_bytes=100).room == BATCH - 1
    assert ahead(record(0, size=100), most_bytes=100).room == 0


def test_a_batch_given_back_comes_first_and_one_by_one_as_far_as_it_may_have_reached() -> None:
    """Its records may come together with others now; the next batches are whole again."""
    waiting = ahead(record(0), record(1))
    batch = waiting.take()
    waiting.add([record(2), record(3), record(4)])
    waiting.one_by_one(batch)
    found = [[one.offset for one in waiting.take()] for _ in range(4)]
    assert found == [[0], [1], [2], [3, 4]]


def test_what_is_of_lost_partitions_is_forgotten_and_what_comes_of_them_later_is_not() -> None:
    waiting = ahead(record(0, partition=1), record(0, partition=2))
    waiting.drop({("topic", 1)})
    waiting.add([record(7, partition=1)])
    waiting.drop({("topic", 3)})
    assert [(one.partition, one.offset) for one in waiting.take()] == [(2, 0), (1, 7)]
