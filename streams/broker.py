"""The broker: how its groups are joined; what it is called when it is away, and who tells of it."""

import threading

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from streams.errors import TransientError
from streams.health import Health
from streams.settings import Settings

AWAY = "the broker does not answer"
NAME = "broker"
"""Under which the health page of a process says so."""
ASK_S = 2.0
FETCHED_BYTES = 4 * 1024 * 1024


def away(settings: Settings, error: KafkaException) -> TransientError:
    """The error to raise when the broker did not answer a question."""
    reason = error.args[0].str()
    return TransientError(f"the broker at {settings.kafka_bootstrap} does not answer: {reason}")


def watch(settings: Settings, health: Health, stop: threading.Event) -> None:
    """From a daemon thread, say on the health page that the broker is away while it is.

    The clients reconnect by themselves and say nothing of it to whoever consumes.
    """
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap, "log_level": 0})

    def look() -> None:
        while not stop.wait(ASK_S):
            answers(admin, health)

    threading.Thread(target=look, daemon=True, name="broker").start()


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
