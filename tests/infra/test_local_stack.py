"""The real services killed and brought back."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient

from infra.local import artefacts
from infra.local.errors import StackError
from infra.local.stack import Stack, State


def test_a_jar_that_is_not_the_one_named_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksums = tmp_path / "sums"
    checksums.write_text("00  kafka/broker.jar\n")
    monkeypatch.setattr(artefacts, "CHECKSUMS", checksums)
    (tmp_path / "fetched" / "kafka").mkdir(parents=True)
    (tmp_path / "fetched" / "kafka" / "broker.jar").write_bytes(b"other")
    with pytest.raises(StackError, match=r"broker\.jar is not the file"):
        artefacts.verify(tmp_path / "fetched")


@pytest.fixture
def stack() -> Iterator[Stack]:
    root = Path(tempfile.mkdtemp(prefix="st-"))
    made = Stack(root)
    yield made
    made.down()
    shutil.rmtree(root)


@pytest.mark.integration
def test_killed_services_come_back_with_everything_in_them(stack: Stack) -> None:
    stack.up(only=["kafka", "registry", "migrate"])
    env = stack.env
    admin = AdminClient({"bootstrap.servers": env["ST_KAFKA_BOOTSTRAP"]})
    admin.create_topics([NewTopic("kept", 2, 1)])["kept"].result(timeout=30)
    producer = Producer({"bootstrap.servers": env["ST_KAFKA_BOOTSTRAP"], "acks": "all"})
    for number in range(500):
        producer.produce("kept", str(number))
    assert producer.flush(30) == 0
    schema = Schema('{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}')
    registry = SchemaRegistryClient({"url": env["ST_REGISTRY_URL"]})
    schema_id = registry.register_schema("kept-value", schema)
    with psycopg.connect(stack.owner_dsn) as connection:
        connection.execute(
            "INSERT INTO st.metadata_cache (key, user_id, value, expires_at)"
            " VALUES ('kept', 'somebody', '1', now())"
        )

    for name in ("kafka", "registry", "postgres"):
        stack.kill(name)
    died = {line.name for line in stack.status() if line.state is State.DIED}
    assert died == {"kafka", "registry", "postgres"}
    for name in ("kafka", "registry", "postgres"):
        stack.start(name)

    assert stack.env == env
    assert consume(env["ST_KAFKA_BOOTSTRAP"], "kept", 500) == {str(n) for n in range(500)}
    again = SchemaRegistryClient({"url": env["ST_REGISTRY_URL"]})
    assert again.get_latest_version("kept-value").schema_id == schema_id
    with psycopg.connect(stack.owner_dsn) as connection:
        assert connection.execute("SELECT key FROM st.metadata_cache").fetchall() == [("kept",)]
    assert addresses_listened_on(stack) == {"127.0.0.1"}


def consume(bootstrap: str, topic: str, count: int) -> set[str]:
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "test", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic])
    seen: set[str] = set()
    deadline = time.monotonic() + 30
    while len(seen) < count and time.monotonic() < deadline:
        for message in consumer.consume(count, timeout=1.0):
            value = message.value()
            assert message.error() is None
            assert value is not None
            seen.add(value.decode())
    consumer.close()
    return seen


def addresses_listened_on(stack: Stack) -> set[str]:
    pids = [line.pid for line in stack.status() if line.pid is not None]
    assert len(pids) == 3
    found = set()
    for pid in pids:
        process = psutil.Process(pid)
        for member in [process, *process.children(recursive=True)]:
            for connection in member.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    found.add(connection.laddr.ip.removeprefix("::ffff:"))
    return found
