"""A task that stands still: the process begins anew in its place, and the try is counted.

A handler that hangs cannot be ended, only its process can. The process replaces itself (`execv`),
so that whatever supervises it sees the same process; what it had in hand comes again, as after a
crash. The count goes to the new beginning in the environment, so that a task which hangs every time
is given up like one that fails every time.
"""

import json
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence

from streams.health import Health

log = logging.getLogger(__name__)
_COUNTS = "ST_STALLED_TASKS"


def watch(health: Health, limit_s: float) -> None:
    """From a daemon thread, begin anew once a stage is at one try for longer than the limit."""

    def look() -> None:
        while True:
            time.sleep(min(1.0, limit_s / 4))
            found = health.standing_still(limit_s)
            if found is not None:
                stage, task = found
                log.critical(
                    "stage %s has been at %s for more than %g s: the process begins anew",
                    stage, ", ".join(task[:3]), limit_s,
                )  # fmt: skip
                begin_anew(task)

    threading.Thread(target=look, daemon=True, name="stalls").start()


def tries(place: str) -> int:
    """How often the message at this place has stood still in this process before."""
    return int(_counts().get(place, 0))


def _counts() -> dict[str, int]:
    found: dict[str, int] = json.loads(os.environ.get(_COUNTS, "{}"))
    return found


def begin_anew(task: Sequence[str]) -> None:
    """Replace this process by itself; the messages at these places have stood still once more."""
    counts = {place: tries(place) + 1 for place in task}
    os.environ[_COUNTS] = json.dumps(counts)
    logging.shutdown()
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
