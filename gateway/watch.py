"""Following a transcript on the progress topics until it ends."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from confluent_kafka import OFFSET_END, Consumer, KafkaException, TopicPartition
from rich.console import Console
from rich.live import Live
from rich.table import Table

from schemas import events as e
from streams.codec import Codec
from streams.errors import SmartTranscriptionError
from streams.settings import Settings
from streams.topics import BY_EVENT

TOPICS = [BY_EVENT[c].name for c in (e.TranscriptProgress, e.TranscriptCompleted, e.DeadLetter)]


class Watch:
    """Reads what is published from the moment it is made; it joins no group."""

    def __init__(self, settings: Settings, codec: Codec) -> None:
        self._codec = codec
        self._consumer = Consumer(
            {
                "bootstrap.servers": settings.kafka_bootstrap,
                "group.id": f"watch-{uuid4()}",
                "enable.auto.commit": False,
            }
        )
        try:
            known = self._consumer.list_topics(timeout=10).topics
        except KafkaException as error:
            raise SmartTranscriptionError(
                f"the broker at {settings.kafka_bootstrap} does not answer; run make up"
            ) from error
        places = []
        for topic in TOPICS:
            for number in known[topic].partitions:
                place = TopicPartition(topic, number)
                _, end = self._consumer.get_watermark_offsets(place, timeout=10)
                places.append(TopicPartition(topic, number, end if end >= 0 else OFFSET_END))
        self._consumer.assign(places)

    def events(self, transcript_id: UUID, timeout_s: float) -> Iterator[Any]:
        """The transcript's events; None every half second without one. Ends at the time-out."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            message = self._consumer.poll(0.5)
            if message is None or message.error():
                yield None
                continue
            event = self._codec.decode(message.topic() or "", message.value() or b"")
            if event.transcript_id == transcript_id:
                yield event

    def close(self) -> None:
        """Leave."""
        self._consumer.close()


@dataclass
class Phase:
    """What is known of a phase."""

    total: int = 1
    started: float = 0.0
    done: set[int] = field(default_factory=set)
    finished: float | None = None


@dataclass
class Board:
    """The phases of a transcript as events tell them."""

    phases: dict[str, Phase] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, event: e.TranscriptProgress) -> None:
        """Take in an event."""
        if event.message:
            self.warnings.append(event.message)
            return
        phase = self.phases.setdefault(
            event.phase, Phase(event.total, event.started_at.timestamp())
        )
        phase.started = min(phase.started, event.started_at.timestamp())
        if event.state is e.ProgressState.DONE and event.finished_at is not None:
            phase.done.add(event.index)
            phase.finished = max(phase.finished or 0.0, event.finished_at.timestamp())

    def waiting(self) -> list[str]:
        """Phases under way."""
        return [name for name, p in self.phases.items() if len(p.done) < p.total]

    def table(self, now: float) -> Table:
        """As a person sees it."""
        waiting = ", ".join(self.waiting()) or "the next stage"
        table = Table("phase", "tasks", "seconds", caption=f"waiting for {waiting}")
        for name, phase in self.phases.items():
            open_ = len(phase.done) < phase.total
            end = now if open_ else phase.finished or now
            table.add_row(name, f"{len(phase.done)}/{phase.total}", f"{end - phase.started:.1f}")
        return table


def follow(
    watch: Watch, transcript_id: UUID, timeout_s: float, console: Console
) -> e.TranscriptCompleted | None:
    """Show progress until the transcript has ended; None at the time-out."""
    board = Board()
    with Live(board.table(time.time()), console=console, refresh_per_second=4) as live:
        for event in watch.events(transcript_id, timeout_s):
            if isinstance(event, e.TranscriptCompleted):
                live.update(board.table(time.time()))
                return event
            if isinstance(event, e.TranscriptProgress):
                board.add(event)
            live.update(board.table(time.time()))
    return None
