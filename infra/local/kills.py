"""SIGKILL of one worker after another while work goes on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from infra.local.stack import Stack


@contextmanager
def one_after_another(
    stack: Stack, workers: Sequence[str], every_s: float, told: Callable[[str], None]
) -> Iterator[list[str]]:
    """Kill and start again each worker once, the first after `every_s`; yields who was killed.

    Whoever has not had his turn when the work is done is spared.
    """
    killed: list[str] = []
    over = threading.Event()

    def kill() -> None:
        for worker in workers:
            if over.wait(every_s):
                return
            stack.kill(worker)
            told(f"{worker}: SIGKILL")
            stack.start(worker)
            killed.append(worker)

    thread = threading.Thread(target=kill, name="kills")
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()
