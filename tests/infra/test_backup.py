"""A stack's state is written into a file, lost, and put back, on the real services."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic
from qdrant_client import models

from benchmarks.rows import segments
from benchmarks.stack import settings_of
from gateway.transcript import Transcript, load
from infra.local.backup import backup, restore
from infra.local.errors import StackError
from infra.local.stack import Stack, State
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.objects import ObjectStore
from streams.vectors import open_qdrant
from streams.warning import warn

pytestmark = pytest.mark.integration
BATCH = list(segments(0, 1))
TENANT, IDENTITY = BATCH[0].user_id, BATCH[0].transcript_id
GROUP = TopicPartition("kept", 0)


@pytest.fixture
def stack() -> Iterator[Stack]:
    root = Path(tempfile.mkdtemp(prefix="st-"))
    made = Stack(root)
    yield made
    made.down()
    shutil.rmtree(root)


def consumer(stack: Stack) -> Consumer:
    return Consumer(
        {"bootstrap.servers": stack.env["ST_KAFKA_BOOTSTRAP"], "group.id": "kept",
         "enable.auto.commit": False}
    )  # fmt: skip


def fill(stack: Stack) -> None:
    """A transcript, an object, a vector, and two messages of which one has been read."""
    settings = settings_of(stack)
    objects = ObjectStore(settings)
    objects.put_bytes(f"{objects.uploads(TENANT, IDENTITY)}/audio.flac", b"sound")
    database = Database(settings, size=1)
    PostgresSink(database, objects).handle(BATCH, lambda _: None)
    with database.transaction(TENANT) as connection:
        warn(connection, TENANT, IDENTITY, "noted")
        connection.execute("UPDATE st.transcripts SET revision = 1")
    database.close()
    client = open_qdrant(settings)
    size = models.VectorParams(size=2, distance=models.Distance.COSINE)
    client.create_collection("kept", vectors_config=size)
    client.upsert("kept", [models.PointStruct(id=1, vector=[1.0, 0.0], payload={"text": "said"})])
    client.close()
    bootstrap = stack.env["ST_KAFKA_BOOTSTRAP"]
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.create_topics([NewTopic("kept", 1, 1)])["kept"].result(timeout=30)
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all"})
    for text in ("read", "unread"):
        producer.produce("kept", text)
    assert producer.flush(30) == 0
    reader = consumer(stack)
    reader.commit(offsets=[TopicPartition("kept", 0, 1)], asynchronous=False)
    reader.close()


def shown(stack: Stack) -> Transcript | None:
    database = Database(settings_of(stack), size=1)
    try:
        return load(database, TENANT, IDENTITY)
    finally:
        database.close()


def next_message(stack: Stack) -> bytes | None:
    """The first that the group has not read."""
    reader = consumer(stack)
    try:
        [at] = reader.committed([GROUP], timeout=30)
        reader.assign([at])
        message = reader.poll(30)
        return message.value() if message is not None else None
    finally:
        reader.close()


def test_after_everything_was_lost_it_is_as_it_was(stack: Stack, tmp_path: Path) -> None:
    stack.up(["kafka", "migrate"])
    fill(stack)
    before = shown(stack)
    assert before is not None
    seal_key = stack.env["ST_SEAL_KEY"]
    assert (len(before.segments), before.warnings) == (len(BATCH), ["noted"])
    file = tmp_path / "stack.tar.gz"
    backup(stack, file)
    assert file.stat().st_mode & 0o777 == 0o600
    running = {s.name for s in stack.status() if s.state is State.READY}
    assert running == {"kafka", "postgres"}

    stack.down()
    shutil.rmtree(stack.layout.root)
    restore(stack, file)
    assert not any(s.pid for s in stack.status())
    stack.up(["kafka", "postgres"])

    assert shown(stack) == before
    assert stack.env["ST_SEAL_KEY"] == seal_key
    objects = ObjectStore(settings_of(stack))
    assert objects.get_bytes(f"{objects.uploads(TENANT, IDENTITY)}/audio.flac") == b"sound"
    client = open_qdrant(settings_of(stack))
    assert [point.payload for point in client.retrieve("kept", [1])] == [{"text": "said"}]
    client.close()
    assert next_message(stack) == b"unread"


def test_what_is_no_backup_is_refused_and_nothing_is_touched(stack: Stack, tmp_path: Path) -> None:
    kept = stack.layout.objects / "kept"
    kept.parent.mkdir(parents=True)
    kept.write_text("here")
    (tmp_path / "text").write_text("no archive")
    with tarfile.open(tmp_path / "other.tar", "w") as other:
        other.add(tmp_path / "text", "text")
    for name, words in (("text", "cannot be read"), ("other.tar", "no manifest.json")):
        with pytest.raises(StackError, match=words):
            restore(stack, tmp_path / name)
    assert kept.read_text() == "here"


def test_a_stack_without_data_has_nothing_to_back_up(stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(StackError, match="no data yet"):
        backup(stack, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []
