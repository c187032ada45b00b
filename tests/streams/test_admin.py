"""The catalogue against a real cluster: a drift is told of, and mended."""

from collections.abc import Iterator

import pytest
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)

from streams import admin
from streams.settings import Settings
from streams.topics import TOPICS

pytestmark = [pytest.mark.integration, pytest.mark.timeout(60)]


@pytest.fixture
def drifted(settings: Settings) -> Iterator[None]:
    """Somebody gave the dead letters another retention."""
    client = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    entry = ConfigEntry("retention.ms", "1000", incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, "dead.letters", incremental_configs=[entry])
    for future in client.incremental_alter_configs([resource]).values():
        future.result(timeout=30)
    yield
    admin.set_configs(client)


def test_a_cluster_as_the_catalogue_has_no_drift(settings: Settings) -> None:
    assert admin.drift(settings) == []


@pytest.mark.usefixtures("drifted")
def test_a_drift_is_told_of_with_what_to_do_and_mended_by_apply(settings: Settings) -> None:
    [line] = admin.drift(settings)
    assert "dead.letters has retention.ms=1000" in line
    assert "--apply" in line
    admin.apply(settings)
    assert admin.drift(settings) == []


def test_more_gpu_partitions_are_added_and_fewer_are_told_of(settings: Settings) -> None:
    before = settings.gpu_partitions
    more = settings.model_copy(update={"gpu_partitions": before + 1})
    lines = admin.drift(more)
    assert {line.split()[0] for line in lines} == {t.name for t in TOPICS if t.gpu_tasks}
    assert all(f"has {before} partitions, {before + 1} are wanted" in line for line in lines)
    admin.apply(more)
    assert admin.drift(more) == []
    assert all("make the topic anew" in line for line in admin.drift(settings))
