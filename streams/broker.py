"""The broker: how its groups are joined; what it is called when it is away, and who tells of it."""

import logging
import os
import threading
import time
from collections.abc import Callable

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from streams.errors import TransientError
from streams.health import Health
from streams.settings import Settings

log = logging.getLogger(__name__)
AWAY = "the broker does not answer"
NAME = "broker"
"""Under which the health page of a process says so."""
ASK_S = 2.0
LEAVE_S = 15.0
"""For so long whoever is told to stop waits for a broker that is away."""
FETCHED_BYTES = 4 * 1024 * 1024


def away(settings: Settings, error: KafkaException) -> TransientError:
    """The error to raise when the broker did not answer a question."""
    reason = error.args[0].str()
    return TransientError(f"the broker at {settings.kafka_bootstrap} does not answer: {reason}")


def watch(settings: Settings, health: Health, stop: threading.Event) -> None:
    """From a daemon thread, say on the health page that the broker is away while it is.

    The clients reconnect by themselves and say nothing of it to whoever consumes.
    """
    admin = asking(settings)

    def look() -> None:
        while not stop.wait(ASK_S):
            answers(admin, health)

    threading.Thread(target=look, daemon=True, name="broker").start()


def leave(settings: Settings, health: Health, stopping: Callable[[], bool]) -> None:
    """From a daemon thread, end the process, with status 1, if the broker is away when it stops.

    The clients wait for the answer to a commit, and Faust to leave its group, for as long as the
    broker is away. What is not committed comes again, as after a crash.
    """

    def look() -> None:
        while not stopping():
            time.sleep(1)
        admin, answered = asking(settings), time.monotonic()
        while time.monotonic() - answered < LEAVE_S:
            if answers(admin, health):
                answered = time.monotonic()
            time.sleep(1)
        log.critical(
            "told to stop, and %s: the process ends; what is not committed comes again", AWAY
        )
        logging.shutdown()
        os._exit(1)

    threading.Thread(target=look, daemon=True, name="leave").start()


def asking(settings: Settings) -> AdminClient:
    """A client to ask whether the broker answers; it logs nothing while he does not."""
    return AdminClient({"bootstrap.servers": settings.kafka_bootstrap, "log_level": 0})


def answers(admin: AdminClient, health: Health) -> bool:
    """Whether the broker answers within a second; the health page says so if not."""
    try:
        admin.list_topics(timeout=1)
    except KafkaException:
        health.wait_for(NAME, AWAY)
        return False
    health.wait_for(NAME, None)
    return True


def consumer_config(stage: str, settings: Settings) -> dict[str, object]:
    """Cooperative rebalancing, static membership where the member has a name, manual commits."""
    config: dict[str, object] = {
        "bootstrap.servers": settings.kafka_bootstrap,
        "group.id": f"{settings.group_prefix}{stage}",
        "partition.assignment.strategy": "cooperative-sticky",
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
        "session.timeout.ms": int(settings.session_timeout_s * 1000),
        "heartbeat.interval.ms": int(settings.session_timeout_s * 1000 / 4),
        "max.poll.interval.ms": int(settings.max_poll_interval_s * 1000),
        # What waits, waits in the broker: by its defaults the client takes in 64 MB before it is
        # asked for them.
        "queued.max.messages.kbytes": FETCHED_BYTES // 1024,
        "fetch.max.bytes": FETCHED_BYTES,
        "allow.auto.create.topics": False,
        "topic.metadata.refresh.interval.ms": 10_000,
        "reconnect.backoff.ms": 500,
        "reconnect.backoff.max.ms": 2_000,
    }
    if settings.member_id:
        config["group.instance.id"] = f"{settings.member_id}.{stage}"
    return config
