"""Making the cluster what the catalogue says: topics and schemas."""

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)
from confluent_kafka.cimpl import NewTopic
from confluent_kafka.schema_registry import ConfigCompatibilityLevel, ServerConfig

from streams.codec import Codec
from streams.errors import FatalError
from streams.settings import Settings
from streams.topics import TOPICS, Topic


def apply(settings: Settings) -> None:
    """Create the topics that are missing and register every schema.

    Raises `FatalError` when the broker refuses a topic.
    """
    client = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    there = client.list_topics(timeout=15).topics
    missing = [new_topic(topic, settings) for topic in TOPICS if topic.name not in there]
    for name, future in (client.create_topics(missing) if missing else {}).items():
        try:
            future.result(timeout=30)
        except KafkaException as error:
            raise FatalError(f"the broker did not create {name}: {error}") from error
    set_configs(client)
    codec = Codec(settings.registry_url)
    codec.registry.set_config(
        config=ServerConfig(compatibility=ConfigCompatibilityLevel.FULL_TRANSITIVE)
    )
    for topic in TOPICS:
        codec.register(topic)


def drift(settings: Settings) -> list[str]:
    """Where catalogue and cluster differ, in words: topics, partitions, settings."""
    client = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    there = client.list_topics(timeout=15).topics
    found = []
    for topic in TOPICS:
        if topic.name not in there:
            found.append(f"{topic.name} is missing: run python -m streams topics --apply")
        elif (count := len(there[topic.name].partitions)) != topic.partitions:
            found.append(f"{topic.name} has {count} partitions, the catalogue {topic.partitions}")
    return found + _settings_drift(client, [topic for topic in TOPICS if topic.name in there])


def _settings_drift(client: AdminClient, topics: list[Topic]) -> list[str]:
    asked = [ConfigResource(ResourceType.TOPIC, topic.name) for topic in topics]
    answers = {
        resource.name: future.result(timeout=30)
        for resource, future in (client.describe_configs(asked) if asked else {}).items()
    }
    return [
        f"{topic.name} has {name}={answers[topic.name][name].value}, the catalogue {wanted}: "
        "run python -m streams topics --apply"
        for topic in topics
        for name, wanted in config_of(topic).items()
        if answers[topic.name][name].value != wanted
    ]


def new_topic(topic: Topic, settings: Settings) -> NewTopic:
    """The topic as the broker is asked for it."""
    return NewTopic(
        topic.name,
        num_partitions=topic.partitions,
        replication_factor=settings.replication_factor,
        config=config_of(topic),
    )


def config_of(topic: Topic) -> dict[str, str]:
    """The broker's settings for a topic."""
    policy = "compact" if topic.compacted else "delete"
    return {"retention.ms": str(topic.retention_ms), "cleanup.policy": policy}


def set_configs(client: AdminClient) -> None:
    """Give every topic its settings, also one that was made with others."""
    wanted = [
        ConfigResource(
            ResourceType.TOPIC,
            topic.name,
            incremental_configs=[
                ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET)
                for name, value in config_of(topic).items()
            ],
        )
        for topic in TOPICS
    ]
    for resource, future in client.incremental_alter_configs(wanted).items():
        try:
            future.result(timeout=30)
        except KafkaException as error:
            raise FatalError(f"the broker did not set {resource.name}: {error}") from error
