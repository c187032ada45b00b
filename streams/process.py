"""Stages of one process, each in a thread with a consumer of its own."""

import logging
import signal
import threading
from collections.abc import Sequence

from streams import broker, lag, stalls
from streams.codec import Codec
from streams.health import Health, serve
from streams.loop import StageLoop
from streams.publisher import Publisher
from streams.runner import Runner
from streams.settings import Settings
from streams.stage import StageSpec

log = logging.getLogger(__name__)


def run(specs: Sequence[StageSpec], settings: Settings, *, slots: int = 1) -> int:
    """Run stages in this process until SIGTERM or SIGINT; the exit status.

    `slots` is how many tasks, of whatever stage, compute at the same time.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    health = Health([spec.name for spec in specs])
    serve(health, settings.health_host, settings.health_port)
    stalls.watch(health, settings.task_limit_s)
    broker.leave(settings, health, stop.is_set)
    return 0 if run_stages(specs, settings, health, stop, slots=slots) else 1


def run_stages(
    specs: Sequence[StageSpec],
    settings: Settings,
    health: Health,
    stop: threading.Event,
    *,
    slots: int = 1,
) -> bool:
    """Run stages, each in a thread, until `stop`; False when one of them could not go on."""
    broker.watch(settings, health, stop)
    codec = Codec.of(settings)
    publisher = Publisher(settings, codec)
    gate = threading.Semaphore(slots)
    broken: list[BaseException] = []

    def body(spec: StageSpec) -> None:
        try:
            runner = Runner(spec, settings, codec, publisher, health, stop.is_set, gate)
            loop = StageLoop(runner, settings, health, gate, stop)
            lag.watch(settings, spec.name, lambda: loop.assigned, stop)
            loop.run()
        except Exception as error:
            log.exception("stage %s ends", spec.name)
            broken.append(error)
            stop.set()

    threads = [threading.Thread(target=body, args=(spec,), name=spec.name) for spec in specs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return not broken
