"""Several answers are waited for at a time, and come in order."""

import threading
import time
from collections.abc import Iterator

import pytest

from streams.concurrently import AT_A_TIME, concurrently


def test_so_many_are_waited_for_at_a_time() -> None:
    together = threading.Barrier(AT_A_TIME, timeout=10)

    def work(item: int) -> int:
        together.wait()
        return -item

    items = range(2 * AT_A_TIME)
    assert list(concurrently(work, items)) == [-item for item in items]


def test_no_more_are_begun_than_are_ahead() -> None:
    begun: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            begun.append(item)
            yield item

    found = concurrently(lambda item: item, items())
    assert [next(found), next(found)] == [0, 1]
    assert len(begun) == AT_A_TIME + 1


def test_what_one_raises_is_raised_when_those_beside_it_have_ended() -> None:
    ended: list[int] = []
    failed = threading.Event()

    def work(item: int) -> None:
        if item == 0:
            failed.set()
            raise ValueError("the first")
        failed.wait(10)
        time.sleep(0.1)
        ended.append(item)

    with pytest.raises(ValueError, match="the first"):
        list(concurrently(work, range(3)))
    assert sorted(ended) == [1, 2]


def test_of_nothing_nothing_comes() -> None:
    assert list(concurrently(str, [])) == []
