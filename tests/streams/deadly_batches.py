"""A worker that a record kills, whatever is with it: `python -m … TENANT GROUP`, by a test.

It takes all that is there at a time, kills itself before it does any of a batch with an event of
the tenant, and says what it has done.
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from typing import Any

from schemas.events import TranscriptStored
from streams import settings
from streams.process import run
from streams.stage import BatchHandler, Emit, StageSpec

READ_AHEAD_S = 3.0


def main() -> None:
    deadly, group = sys.argv[1:3]

    def handle(events: Sequence[Any], _: Emit) -> None:
        print(f"begun {len(events)}", flush=True)
        if deadly in {event.user_id for event in events}:
            os.kill(os.getpid(), signal.SIGKILL)
        for event in events:
            print(f"done {event.transcript_id}", flush=True)

    def load() -> BatchHandler:
        time.sleep(READ_AHEAD_S)
        return handle

    config = settings.load().model_copy(update={"group_prefix": group, "member_id": "victim"})
    sys.exit(
        run([StageSpec("deadly", (TranscriptStored,), load_batch=load, batch_size=50)], config)
    )


if __name__ == "__main__":
    main()
