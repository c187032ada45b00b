"""A worker whose task takes some seconds: `python -m … TENANT GROUP SECONDS`, by a test.

It says when it begins and when it tells of a result, which it finds or has made.
"""

import sys
import time
from typing import Any

from gpu_consumers.leases import Leases
from schemas.events import TranscriptStored
from streams import logs, settings
from streams.objects import ObjectStore
from streams.process import run
from streams.progress import warn
from streams.stage import Emit, StageSpec


def main() -> None:
    tenant, group, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    logs.configure()
    config = settings.load().model_copy(update={"group_prefix": group})
    objects = ObjectStore(config)

    def handle(event: Any, emit: Emit) -> None:
        if event.user_id != tenant:
            return
        result = f"{objects.work(event.user_id, event.transcript_id)}/result"
        if not objects.exists(result):
            print("task begun", flush=True)
            for _ in range(round(seconds * 10)):  # computes no further while it is halted
                time.sleep(0.1)
            objects.put_bytes(result, b"")
        warn(event, "slow", emit, "done")
        print("task told", flush=True)

    spec = StageSpec("slow", (TranscriptStored,), Leases(objects, config).around(handle))
    sys.exit(run([spec], config))


if __name__ == "__main__":
    main()
