"""A worker that a task kills or brings to a standstill: `python -m … HOW TENANT GROUP`, by a test.

`HOW` is `dies`, `hangs`, or `hangs-faust` for the same as an agent of Faust's.
"""

import os
import signal
import sys
import time
from typing import Any

from agents.app import serve
from schemas.events import TranscriptStored
from streams import settings
from streams.codec import Codec
from streams.faust_app import create_app, register
from streams.health import Health
from streams.loop import run
from streams.publisher import Publisher
from streams.runner import Runner
from streams.stage import Emit, StageSpec


def main() -> None:
    how, deadly, group = sys.argv[1:4]

    def handle(event: Any, emit: Emit) -> None:
        if event.user_id != deadly:
            return
        if how == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(600)

    config = settings.load().model_copy(update={"group_prefix": group, "member_id": "victim"})
    spec = StageSpec("deadly", (TranscriptStored,), handle)
    if how != "hangs-faust":
        sys.exit(run([spec], config))
    health, codec = Health([]), Codec(config.registry_url)
    app = create_app(config)
    health.expect(spec.name)
    register(app, Runner(spec, config, codec, Publisher(config, codec), health), health)
    sys.exit(serve(app, config, health))


if __name__ == "__main__":
    main()
