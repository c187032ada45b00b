"""A worker that a task kills, stops or slows down: `python -m … HOW TENANT GROUP`, by a test.

`HOW` is `dies`, `hangs` or `slow`, or `works`, `tells` or `waits`, which say on standard output
which task begins; with `-faust` an agent of Faust's does it.
`deaf-faust` is an agent that the first process leaves without messages. `beside-faust` handles
several at once and says on its standard output whose it has handled; the tenant's may hang.
"""

import asyncio
import os
import signal
import sys
import time
from dataclasses import replace
from typing import Any

import faust

from agents.app import serve
from schemas.events import ErasureDone, TranscriptStored
from streams import settings
from streams.codec import Codec
from streams.errors import PoisonError, TransientError
from streams.faust_app import create_app, register, watch_unread
from streams.health import Health
from streams.process import run
from streams.publisher import Publisher
from streams.runner import Runner
from streams.stage import Emit, StageSpec


def main() -> None:
    how, deadly, group = sys.argv[1:4]

    def handle(event: Any, emit: Emit) -> None:
        if how == "beside-faust":
            if event.user_id == deadly and "ST_TEST_HANG" in os.environ:
                time.sleep(600)
            os.write(1, f"\n{event.user_id}\n".encode())  # in one piece, whoever else writes
            return
        if event.user_id != deadly:
            return
        if how == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "deaf-faust":
            raise PoisonError("heard at last")
        if how.startswith(("works", "tells", "waits")):
            os.write(1, f"\nbegins {event.segment_total}\n".encode())
            if how.startswith("waits"):
                raise TransientError("the sea is away")
            time.sleep(3)
            if how.startswith("tells"):
                emit(replace(event, user_id="nobody"))
            return
        time.sleep(0.2 if how.startswith("slow") else 600)

    config = settings.load().model_copy(update={"group_prefix": group, "member_id": "victim"})
    taken = ErasureDone if how.startswith("slow") else TranscriptStored
    spec = StageSpec("deadly", (taken,), handle, at_once=3 if how == "beside-faust" else 1)
    if not how.endswith("-faust"):
        sys.exit(run([spec], config))
    health, codec = Health([]), Codec(config.registry_url)
    app = create_app(config)
    health.expect(spec.name)
    publisher = Publisher(config, codec)
    runner = Runner(spec, config, codec, publisher, health, lambda: app.should_stop)
    register(app, runner, health)
    watch_unread(app, [spec], config, health)
    if how == "deaf-faust" and os.environ.pop("ST_TEST_DEAF", ""):
        _deafen(app)
    sys.exit(serve(app, config, health))


def _deafen(app: faust.App) -> None:
    """Nothing is fetched any more, as when Faust forgets a partition."""

    async def deafen() -> None:
        while not app.consumer.assignment():
            await asyncio.sleep(0.1)
        app.consumer.pause_partitions(app.consumer.assignment())
        print("deaf", file=sys.stderr, flush=True)

    app.task(deafen)


if __name__ == "__main__":
    main()
