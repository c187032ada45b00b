"""Questions asked at the same time, answered together."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Coalescer(Generic[Question, Answer]):
    """Whoever gets the lock asks for everybody who waits, so one call answers all of them.

    The more who ask, the larger the calls: their number, not their waiting, stays bounded.
    """

    def __init__(
        self, ask: Callable[[Sequence[Question]], Sequence[Answer]], lock: Lock, most: int = 256
    ) -> None:
        self._ask = ask
        self._lock = lock
        self._most = most
        self._waiting: deque[tuple[Question, Future[Answer]]] = deque()

    def answers(self, questions: Sequence[Question]) -> list[Answer]:
        """An answer to each question, in their order. Raises what the call raised."""
        own: list[Future[Answer]] = [Future() for _ in questions]
        self._waiting.extend(zip(questions, own, strict=True))
        while not all(future.done() for future in own):
            with self._lock:
                self._ask_for_all()
        return [future.result() for future in own]

    def _ask_for_all(self) -> None:
        """Called with the lock held; a turn that finds nobody waiting does nothing."""
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
        if not batch:
            return
        try:
            answers = self._ask([question for question, _ in batch])
            for (_, future), answer in zip(batch, answers, strict=True):
                future.set_result(answer)
        except Exception as error:  # noqa: BLE001 everybody who waited is told
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
