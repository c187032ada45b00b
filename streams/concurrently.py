"""Waiting for several answers at a time: of a store, whose every answer takes a while."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AT_A_TIME = 8
Item = TypeVar("Item")
Result = TypeVar("Result")


def concurrently(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The result for each item, in order; `AT_A_TIME` of them are worked on, or held, ahead.

    Raises what the work raises, once what was begun beside it has ended.
    """
    with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="concurrently") as pool:
        ahead: deque[Future[Result]] = deque()
        for item in items:
            ahead.append(pool.submit(work, item))
            if len(ahead) == AT_A_TIME:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
