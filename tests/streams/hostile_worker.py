"""A worker whose task kills it: run by a test, with the tenant that is deadly as argument."""

import os
import signal
import sys
from typing import Any

from schemas.events import TranscriptStored
from streams import settings
from streams.loop import run
from streams.stage import Emit, StageSpec


def main() -> None:
    deadly, group = sys.argv[1:3]

    def handle(event: Any, emit: Emit) -> None:
        if event.user_id == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    config = settings.load().model_copy(update={"group_prefix": group, "member_id": "victim"})
    sys.exit(run([StageSpec("deadly", (TranscriptStored,), handle)], config))


if __name__ == "__main__":
    main()
