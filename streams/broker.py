"""What a broker that is away is called, wherever that is told."""

from confluent_kafka import KafkaException

from streams.errors import TransientError
from streams.settings import Settings

AWAY = "the broker does not answer"


def away(settings: Settings, error: KafkaException) -> TransientError:
    """The error to raise when the broker did not answer a question."""
    reason = error.args[0].str()
    return TransientError(f"the broker at {settings.kafka_bootstrap} does not answer: {reason}")
