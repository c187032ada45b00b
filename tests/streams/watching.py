"""Stages that run beside a test, and waiting for what they do."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from schemas.events import DeadLetter
from streams import dead_letters
from streams.health import Health
from streams.loop import run_stages
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
