"""Rows that a restored backup does not have are written anew from the log, on the real services."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

from benchmarks.rows import SEGMENTS, segments
from infra.local.stack import Stack
from schemas import events as e
from sinks.postgres import sink
from streams.codec import Codec
from streams.db import Database
from streams.health import Health
from streams.objects import ObjectStore
from streams.process import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from streams.topics import BY_EVENT

pytestmark = pytest.mark.integration
TOPIC = BY_EVENT[e.SegmentEnriched].name


@contextmanager
def running(settings: Settings) -> Iterator[None]:
    database = Database(settings, size=2)
    spec = sink.spec(database, ObjectStore(settings))
    stop = threading.Event()
    arguments = ([spec], settings, Health([spec.name]), stop)
    thread = threading.Thread(target=run_stages, args=arguments)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        database.close()


def rows(stack: Stack, event: e.SegmentEnriched, *, wanted: int) -> int:
    """How many rows of the transcript there are, once there are as many or time is up."""
    query = "SELECT count(*) FROM st.enriched_segments WHERE user_id = %s AND transcript_id = %s"
    deadline = time.monotonic() + 30
    with psycopg.connect(stack.owner_dsn, autocommit=True) as connection:
        while True:
            row = connection.execute(query, (event.user_id, event.transcript_id)).fetchone()
            if row == (wanted,) or time.monotonic() > deadline:
                return int(row[0]) if row else 0
            time.sleep(0.1)


def rewind(settings: Settings, group: str, to_ms: int) -> None:
    """As Kafka's own `kafka-consumer-groups.sh --reset-offsets --to-datetime` does."""
    admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
    count = len(admin.list_topics(TOPIC, timeout=30).topics[TOPIC].partitions)
    asked = {TopicPartition(TOPIC, i): OffsetSpec.for_timestamp(to_ms) for i in range(count)}
    found = {p: f.result(30).offset for p, f in admin.list_offsets(asked).items()}
    back = [
        TopicPartition(TOPIC, p.partition, offset) for p, offset in found.items() if offset >= 0
    ]
    changed = admin.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(group, back)])
    changed[group].result(30)


def test_what_an_older_backup_lacks_the_log_brings_back(stack: Stack, settings: Settings) -> None:
    began_ms = time.time_ns() // 1_000_000
    own = settings.model_copy(update={"group_prefix": f"replayed-{began_ms}."})
    batch = list(segments(began_ms, 1))
    publisher = Publisher(own, Codec(own.registry_url))
    for event in batch:
        publisher.publish(event)
    with running(own):
        assert rows(stack, batch[0], wanted=SEGMENTS) == SEGMENTS
    with psycopg.connect(stack.owner_dsn) as connection:
        connection.execute(
            "DELETE FROM st.enriched_segments WHERE transcript_id = %s", (batch[0].transcript_id,)
        )
    rewind(own, f"{own.group_prefix}sink-postgres", began_ms)
    with running(own):
        assert rows(stack, batch[0], wanted=SEGMENTS) == SEGMENTS
