"""A broker that is away: what that is called, and who tells of it."""

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
