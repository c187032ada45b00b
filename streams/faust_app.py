"""Faust: the app, and how a stage becomes one of its agents.

Agents decode and retry as every other stage does (`streams.runner`): Faust hands over raw
messages, in order (concurrency 1), and commits what has been handled. Where several are handled
side by side they are acknowledged in their order all the same: Faust commits past a message that
is not (faust-streaming #606).
"""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faust
from faust.types import EventT, StreamT

from streams import broker, unread
from streams.health import Health
from streams.runner import Runner, Stopped
from streams.settings import Settings
from streams.stage import Record, StageSpec

log = logging.getLogger(__name__)
TAKEN = 16
FETCHED_BYTES = 256 * 1024
"""At once from a partition."""
UNACKNOWLEDGED = 256
"""Messages that were handled or are, and stand behind one that still is."""


def create_app(settings: Settings) -> faust.App:
    """An app without tables, web server or leader topic, whose state is all elsewhere."""
    return faust.App(
        f"{settings.group_prefix}agents",
        broker=f"kafka://{settings.kafka_bootstrap}",
        store="memory://",
        datadir=str(Path(".local/faust")),
        topic_disable_leader=True,
        topic_allow_declare=False,
        topic_replication_factor=settings.replication_factor,
        web_enabled=False,
        autodiscover=False,
        processing_guarantee="at_least_once",
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=settings.session_timeout_s,
        broker_heartbeat_interval=settings.session_timeout_s / 4,
        broker_commit_interval=0.5,
        # What waits, waits in the broker; by its defaults Faust takes in 4,096 messages a stage.
        stream_buffer_maxsize=TAKEN,
        consumer_max_fetch_size=FETCHED_BYTES,
        stream_wait_empty=False,
        stream_recovery_delay=0.0,
    )


def wait_for_broker(settings: Settings, health: Health) -> None:
    """Return once the broker answers: a Faust worker that starts without one ends at once."""
    admin = broker.asking(settings)
    while not broker.answers(admin, health):
        continue


def register(app: faust.App, runner: Runner, health: Health) -> None:
    """Make the runner's stage an agent of the app."""
    spec = runner.spec
    topic = app.topic(*spec.topics, key_serializer="raw", value_serializer="raw", internal=False)
    tasks = _Tasks(runner)

    async def process(stream: StreamT[bytes]) -> None:
        async for event in stream.noack().events():
            await tasks.begin(event)

    app.agent(topic, name=spec.name, concurrency=1)(process)

    @app.timer(interval=2.0, name=f"beat-{spec.name}")
    async def beat() -> None:
        health.beat(spec.name)


class _Tasks:
    """What a stage has in hand: `at_once` messages at most, acknowledged as they came in."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        at_once = runner.spec.at_once
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=runner.spec.name)
        self._room = asyncio.Semaphore(at_once)
        self._unacknowledged = asyncio.Semaphore(UNACKNOWLEDGED)
        self._last: asyncio.Task[bool] | None = None

    async def begin(self, event: EventT[bytes]) -> None:
        """Return once there was room for the message."""
        await self._unacknowledged.acquire()
        await self._room.acquire()
        self._last = asyncio.create_task(self._through(event, self._last))

    async def _through(self, event: EventT[bytes], earlier: asyncio.Task[bool] | None) -> bool:
        """Whether it was acknowledged, as all before it were."""
        done = await self._handled(event)
        if earlier is not None:
            done = await earlier and done
        if done:
            event.ack()
        self._unacknowledged.release()
        return done

    async def _handled(self, event: EventT[bytes]) -> bool:
        """False where the process is to end while it waits: it comes again."""
        message = event.message
        record = Record(
            message.topic, message.partition, message.offset, message.key, message.value
        )
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._threads, self._runner.handle, [record])
            return True
        except Stopped:
            log.info("stage %s stopped while waiting", self._runner.spec.name)
            return False
        except Exception:
            # The offset must not be committed, and a task that raises would leave all behind it.
            log.exception("stage %s cannot go on; the process ends", self._runner.spec.name)
            raise SystemExit(1) from None
        finally:
            self._room.release()


def watch_unread(
    app: faust.App, specs: Sequence[StageSpec], settings: Settings, health: Health
) -> None:
    """Once the worker has started, see to it that it takes the messages of these stages."""

    def assigned() -> set[tuple[str, int]]:
        return {(place.topic, place.partition) for place in app.consumer.assignment()}

    @app.task
    async def watch() -> None:
        topics = {spec.name: spec.topics for spec in specs}
        unread.watch(settings, app.conf.id, topics, assigned, health)
