"""What sealing costs: time to encode and decode an event, and bytes in the log.

The events are the segments of the example meeting, with a time for each word, as post-processing
publishes them. Registry and broker are real, the object store is a folder.
"""

import base64
import json
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from schemas import events as e
from streams import events
from streams.codec import Codec
from streams.publisher import Publisher
from streams.settings import Settings

MEETING = Path("examples/panel/reunion_panel-citoyen.json")
TOPIC = "segments.enriched"
RUNS = 5


def main(
    transcripts: Annotated[int, typer.Option(help="Each the whole meeting.")] = 60,
    json_file: Json = None,
) -> None:
    """Print microseconds and bytes an event, plain and sealed."""
    sent = [event for _ in range(transcripts) for event in _segments(uuid4())]
    rows = []
    with running(("kafka", "registry", "topics")) as stack:
        master = base64.b64encode(b"m" * 32).decode()
        for name, seal_key in (("plain", None), ("sealed", master)):
            settings = settings_of(stack, seal_key=seal_key)
            codec = Codec.of(settings)
            codec.decode(TOPIC, codec.encode(sent[0]))
            keyless = _microseconds(codec.encode, sent, runs=1)
            encode = _microseconds(codec.encode, sent)
            messages = [codec.encode(event) for event in sent]
            decode = _microseconds(partial(codec.decode, TOPIC), messages)
            rows += [
                Row(f"{name}: encode", encode, "µs"),
                Row(f"{name}: encode, a transcript's keys not yet made", keyless, "µs"),
                Row(f"{name}: decode", decode, "µs"),
                Row(f"{name}: a message", sum(map(len, messages)) / len(messages), "bytes"),
                Row(
                    f"{name}: in the log", _in_the_log(settings, sent, stack.layout.kafka), "bytes"
                ),
            ]
    report(f"seal, {len(sent)} segments of {transcripts} transcripts", rows, json_file)


def _microseconds(work: Callable[[Any], Any], items: Sequence[Any], runs: int = RUNS) -> float:
    """For an item, in the quickest of some runs over all."""
    quickest = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        for item in items:
            work(item)
        quickest = min(quickest, time.perf_counter() - began)
    return quickest / len(items) * 1e6


def _in_the_log(settings: Settings, sent: Sequence[e.SegmentEnriched], kafka: Path) -> float:
    """Bytes by which the topic's log grows for an event, published as the product does."""
    before = _size(kafka)
    outbox = Publisher(settings, Codec.of(settings)).outbox()
    for event in sent:
        outbox.emit(event)
    outbox.wait()
    return (_size(kafka) - before) / len(sent)


def _size(kafka: Path) -> int:
    return sum(path.stat().st_size for path in kafka.glob(f"**/{TOPIC}-*/*.log"))


def _segments(transcript_id: UUID) -> Iterable[e.SegmentEnriched]:
    segments = json.loads(MEETING.read_text("utf-8"))
    for index, segment in enumerate(segments):
        yield e.SegmentEnriched(
            meta=events.meta(e.SegmentEnriched, transcript_id, part=index),
            transcript_id=transcript_id,
            user_id="tenant",
            index=index,
            total=len(segments),
            start=segment["start"],
            end=segment["end"],
            speaker=segment["speaker"],
            display_name=segment["speaker"],
            name=segment["speaker"],
            name_source=e.NameSource.DOCUMENT,
            name_score=0.9,
            evidence=[],
            facts=None,
            candidates=[],
            text_raw=segment["text"],
            text=segment["text"],
            words=_words(segment),
            overlap=segment["overlap"],
        )


def _words(segment: dict[str, Any]) -> list[e.Word]:
    words = segment["text"].split()
    step = (segment["end"] - segment["start"]) / len(words)
    return [
        e.Word(
            start=round(segment["start"] + step * i, 2),
            end=round(segment["start"] + step * (i + 1), 2),
            word=f" {word}",
            probability=0.5 + 0.49 / (i + 1),
        )
        for i, word in enumerate(words)
    ]


if __name__ == "__main__":
    typer.run(main)
