"""Making the cluster what the catalogue says: topics and schemas."""

from confluent_kafka import KafkaException
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
    TopicMetadata,
)
from confluent_kafka.cimpl import NewPartitions, NewTopic
from confluent_kafka.schema_registry import ConfigCompatibilityLevel, ServerConfig

from streams.broker import away
from streams.codec import Codec
from streams.errors import FatalError
from streams.settings import Settings
from streams.topics import PARTITIONS, TOPICS, Topic


def apply(settings: Settings) -> None:
    """Create the topics that are missing, add partitions where more are wanted, register schemas.

    Raises `FatalError` when the broker refuses, `TransientError` when it or the registry is away.
    """
    client, there = _cluster(settings)
    missing = [new_topic(topic, settings) for topic in TOPICS if topic.name not in there]
    few = [
        NewPartitions(topic.name, wanted)
        for topic in TOPICS
        if topic.name in there
        and len(there[topic.name].partitions) < (wanted := partitions_of(topic, settings))
    ]
    asked = client.create_topics(missing) if missing else {}
    asked |= client.create_partitions(few) if few else {}
    for name, future in asked.items():
        try:
            future.result(timeout=30)
        except KafkaException as error:
            raise FatalError(f"the broker did not make {name} as wanted: {error}") from error
    set_configs(client)
    codec = Codec(settings.registry_url)
    codec.ask()
    codec.registry.set_config(
        config=ServerConfig(compatibility=ConfigCompatibilityLevel.FULL_TRANSITIVE)
    )
    for topic in TOPICS:
        codec.register(topic)


def drift(settings: Settings) -> list[str]:
    """Where catalogue and cluster differ, in words: topics, partitions, settings.

    Raises `TransientError` when the broker is away.
    """
    client, there = _cluster(settings)
    found = []
    for topic in TOPICS:
        if topic.name not in there:
            found.append(f"{topic.name} is missing: run python -m streams topics --apply")
            continue
        count, wanted = len(there[topic.name].partitions), partitions_of(topic, settings)
        if count < wanted:
            found.append(
                f"{topic.name} has {count} partitions, {wanted} are wanted: "
                "run python -m streams topics --apply"
            )
        elif count > wanted:
            found.append(
                f"{topic.name} has {count} partitions, {wanted} are wanted; none can be taken "
                "away: set ST_GPU_PARTITIONS to what there is, or make the topic anew"
            )
    return found + _settings_drift(client, [topic for topic in TOPICS if topic.name in there])


def _cluster(settings: Settings) -> tuple[AdminClient, dict[str, TopicMetadata]]:
    client = AdminClient({"bootstrap.servers": settings.kafka_bootstrap, "log_level": 0})
    try:
        return client, client.list_topics(timeout=15).topics
    except KafkaException as error:
        raise away(settings, error) from error


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


def partitions_of(topic: Topic, settings: Settings) -> int:
    """How many partitions a topic is to have."""
    return settings.gpu_partitions if topic.gpu_tasks else PARTITIONS


def new_topic(topic: Topic, settings: Settings) -> NewTopic:
    """The topic as the broker is asked for it."""
    return NewTopic(
        topic.name,
        num_partitions=partitions_of(topic, settings),
        replication_factor=settings.replication_factor,
        config=config_of(topic),
    )


def config_of(topic: Topic) -> dict[str, str]:
    """The broker's settings for a topic."""
    policy = "compact,delete" if topic.compacted else "delete"
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
