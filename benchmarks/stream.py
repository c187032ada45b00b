"""Replay of `segments.transcribed` through pooling and enrichment into PostgreSQL.

Embeddings are answered at once from vectors computed before, the language model is off and there
are no documents: what is measured is the stream itself. Beside it, in the same run, a bare
confluent-kafka loop that decodes and encodes the events that came out. Per core means by a second
of processor time: of the agents and the sink, and of the bare loop.
"""

import io
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

import numpy as np
import psutil
import psycopg
import typer
from confluent_kafka import Consumer, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

from benchmarks.rows import SEGMENTS, TEXT, WORDS
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from infra.local.stack import Stack
from schemas import events as e
from streams import events
from streams.codec import Codec, schema_of
from streams.health import Health
from streams.objects import ObjectStore
from streams.process import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Emit, StageSpec
from streams.topics import BY_EVENT

OURS = ("agents", "sink-postgres")
TENANT, MODEL, NUMBERS, SPEAKERS = "stream", "precomputed", 384, 6
NAMESPACE = UUID(int=0x57)
WITHIN_S = 480.0
ENRICHED = BY_EVENT[e.SegmentEnriched]
_COUNT = "SELECT count(*) FROM st.enriched_segments WHERE user_id = %s"


def main(
    transcripts: Annotated[int, typer.Option(help="Of 33 segments each.")] = 200,
    json_file: Json = None,
) -> None:
    """Print segments per second of both, and their ratio."""
    segments = transcripts * SEGMENTS
    with running(OURS, ST_LLM_BASE_URL="off") as stack:
        settings = settings_of(stack)
        with embedding(settings):
            replayed(stack, settings, range(-5, 0))  # finds cold caches and connections
            ours, seconds = replayed(stack, settings, range(transcripts))
        bare, bare_seconds = _bare(settings, segments)
    share = segments / sum(seconds.values()) / (segments / bare_seconds)
    report(
        f"stream, {transcripts} transcripts of {SEGMENTS} segments",
        [
            Row("ours", segments / ours, "segments/s"),
            *(Row(f"processor time of {name}", s, "s") for name, s in seconds.items()),
            Row("ours, per core", segments / sum(seconds.values()), "segments/s"),
            Row("bare loop", segments / bare, "segments/s"),
            Row("bare loop, per core", segments / bare_seconds, "segments/s"),
            Row("ours / bare, per core", share, "×"),
        ],
        json_file,
    )


@contextmanager
def embedding(settings: Settings) -> Iterator[None]:
    """An embed stage that has every vector already."""
    known = np.random.default_rng(5).standard_normal((SEGMENTS, NUMBERS)).astype(np.float32)
    buffer = io.BytesIO()
    np.save(buffer, known / np.linalg.norm(known, axis=1, keepdims=True))
    objects = ObjectStore(settings)

    def embed(event: Any, emit: Emit) -> None:
        emit(
            e.EmbeddingsComputed(
                meta=events.follow(e.EmbeddingsComputed, event, part=event.purpose),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                purpose=event.purpose,
                vectors_uri=objects.put_bytes(event.vectors_uri, buffer.getvalue()),
                payload_uri=event.payload_uri,
                model=MODEL,
                dimension=NUMBERS,
                count=SEGMENTS,
            )
        )

    stop = threading.Event()
    spec = StageSpec("embed", (e.EmbeddingsRequested,), embed)
    thread = threading.Thread(target=run_stages, args=([spec], settings, Health([]), stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def processes(stack: Stack) -> dict[str, psutil.Process]:
    """Our processes by name."""
    return {s.name: psutil.Process(s.pid) for s in stack.status() if s.name in OURS}


def replayed(stack: Stack, settings: Settings, numbers: range) -> tuple[float, dict[str, float]]:
    """Seconds until every segment is stored, and processor time of each of our processes."""
    ours = processes(stack)
    before = {name: _processor(process) for name, process in ours.items()}
    known = stored(settings)
    began = time.monotonic()
    publish(settings, numbers)
    while stored(settings) < known + len(numbers):
        if time.monotonic() > began + WITHIN_S:
            raise SystemExit("not every segment was stored; see .local/bench/logs")
        time.sleep(0.05)
    seconds = time.monotonic() - began
    return seconds, {name: _processor(p) - before[name] for name, p in ours.items()}


def publish(settings: Settings, numbers: Iterable[int]) -> None:
    """The events of the transcripts with these numbers."""
    outbox = Publisher(settings, Codec(settings.registry_url)).outbox()
    for number in numbers:
        for event in _transcript(uuid5(NAMESPACE, str(number))):
            outbox.emit(event)
    outbox.wait()


def stored(settings: Settings) -> float:
    """Transcripts whose segments are in the database, in parts of one."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        row = connection.execute(_COUNT, (TENANT,)).fetchone()
    return row[0] / SEGMENTS if row else 0


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _transcript(identity: UUID) -> Iterator[Any]:
    """The text of a meeting, and that there are no documents about it."""
    upload = e.AudioUploaded(
        meta=events.meta(e.AudioUploaded, identity), transcript_id=identity, user_id=TENANT,
        audio_uri="",
    )  # fmt: skip
    yield e.ContextIndexed(
        meta=events.follow(e.ContextIndexed, upload), transcript_id=identity, user_id=TENANT,
        context_uri=None, chunk_count=0, files=[],
    )  # fmt: skip
    yield e.SegmentsTranscribed(
        meta=events.follow(e.SegmentsTranscribed, upload, part=0), transcript_id=identity,
        user_id=TENANT, part=0, parts=1, segment_total=SEGMENTS, language="fr",
        duration_s=SEGMENTS * 9.0, segments=[_segment(i) for i in range(SEGMENTS)],
        speakers=[f"S{i}" for i in range(SPEAKERS)],
    )  # fmt: skip


def _segment(index: int) -> e.Segment:
    start = index * 9.0
    words = [
        e.Word(start=start + w * 0.4, end=start + w * 0.4 + 0.3, word="mot", probability=0.9)
        for w in range(WORDS)
    ]
    return e.Segment(
        index=index, start=start, end=start + 8.0, speaker=f"S{index % SPEAKERS}", text=TEXT,
        words=words, overlap=False,
    )  # fmt: skip


def _bare(settings: Settings, count: int) -> tuple[float, float]:
    """Seconds and processor time to decode and encode that many of the events that came out."""
    registry = SchemaRegistryClient({"url": settings.registry_url})
    decode = AvroDeserializer(registry, schema_of(ENRICHED))
    encode = AvroSerializer(registry, schema_of(ENRICHED), conf={"auto.register.schemas": False})
    context = SerializationContext(ENRICHED.name, MessageField.VALUE)
    bootstrap = {"bootstrap.servers": settings.kafka_bootstrap}
    consumer = Consumer(
        {**bootstrap, "group.id": f"bare-{uuid4()}", "auto.offset.reset": "earliest"}
    )
    producer = Producer({**bootstrap, "linger.ms": 5, "compression.type": "gzip"})
    consumer.subscribe([ENRICHED.name])
    done = 0
    began = processor = 0.0
    while done < count:
        for message in consumer.consume(500, 1.0):
            if not began:  # the group's beginning is not the loop's
                began, processor = time.monotonic(), time.process_time()
            # To a topic that no stage reads.
            value = encode(decode(message.value(), context), context)
            producer.produce("transcript.completed", value)
            done += 1
        producer.poll(0)
    producer.flush()
    seconds = time.monotonic() - began, time.process_time() - processor
    consumer.close()
    return seconds


if __name__ == "__main__":
    typer.run(main)
