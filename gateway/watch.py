"""Following a transcript on the progress topics until it ends."""

import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

from confluent_kafka import OFFSET_END, Consumer, KafkaException, TopicPartition
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from gateway.render import clock
from schemas import events as e
from streams.broker import away
from streams.codec import Codec
from streams.errors import ErasedError, PoisonError, TransientError
from streams.plain import one_line
from streams.settings import Settings
from streams.topics import BY_EVENT

FOLLOWED = (e.TranscriptProgress, e.TranscriptCompleted, e.DeadLetter)
ANSWER_S = 5.0
SHOWN, LINE = 3, 300


class Watch:
    """Reads what is published from the moment it is made; it joins no group and commits nothing.

    Raises `TransientError` when the broker does not answer, or has not got the topics.
    """

    def __init__(
        self, settings: Settings, codec: Codec, followed: tuple[type[Any], ...] = FOLLOWED
    ) -> None:
        self._codec = codec
        self._topics = [BY_EVENT[event].name for event in followed]
        self._consumer = Consumer(
            {
                "bootstrap.servers": settings.kafka_bootstrap,
                "group.id": f"watch-{uuid4()}",
                "enable.auto.commit": False,
                "log_level": 0,  # what is wrong is told in words, by whoever asked
            }
        )
        try:
            self._consumer.assign(self._ends())
        except KafkaException as error:
            self._consumer.close()
            raise away(settings, error) from error

    def _ends(self) -> list[TopicPartition]:
        known = self._consumer.list_topics(timeout=ANSWER_S).topics
        places = []
        for topic in self._topics:
            if topic not in known:
                raise TransientError(f"the broker has no topic {topic}")
            for number in known[topic].partitions:
                place = TopicPartition(topic, number)
                marks = self._consumer.get_watermark_offsets(place, timeout=ANSWER_S)
                places.append(TopicPartition(topic, number, marks[1] if marks else OFFSET_END))
        return places

    def all(self, timeout_s: float) -> Iterator[Any]:
        """Every event; None every half second without one. Ends at the time-out."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            message = self._consumer.poll(0.5)
            if message is None or message.error():
                yield None
                continue
            try:
                yield self._codec.decode(message.topic() or "", message.value() or b"")
            except (PoisonError, ErasedError):  # nothing that we could mend
                continue

    def events(self, transcript_id: UUID, timeout_s: float) -> Iterator[Any]:
        """The transcript's events, in between None, as `all` gives them."""
        for event in self.all(timeout_s):
            if event is None or event.transcript_id == transcript_id:
                yield event

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._consumer.close()


@dataclass
class Progress:
    """What is known of a phase."""

    total: int
    started: float
    done: set[int] = field(default_factory=set)
    finished: float | None = None

    @property
    def ended(self) -> bool:
        """Whether all its tasks are done."""
        return len(self.done) >= self.total


@dataclass
class Board:
    """The phases of a transcript as events tell them."""

    phases: dict[str, Progress] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    heard: dict[float, str] = field(default_factory=dict)
    outcome: str | None = None

    def add(self, event: Any) -> None:
        """Take in an event, or None; events may come twice, and in any order."""
        match event:
            case e.TranscriptProgress(state=e.ProgressState.WARNING):
                self._note(event.message)
            case e.TranscriptProgress():
                self._step(event)
            case e.DeadLetter():
                self._note(event.reason)
            case e.TranscriptCompleted():
                self.outcome = event.status.lower()
                # Whoever asked tells the error; its letter need not say it again.
                self.notes = [note for note in self.notes if note != one_line(event.error or "")]

    def _note(self, text: str | None) -> None:
        if text and (note := one_line(text)) not in self.notes:
            self.notes.append(note)

    def _step(self, event: e.TranscriptProgress) -> None:
        began = event.started_at.timestamp()
        phase = self.phases.setdefault(event.phase, Progress(event.total, began))
        phase.total = max(phase.total, event.total)
        phase.started = min(phase.started, began)
        if event.state is e.ProgressState.DONE and event.finished_at is not None:
            phase.done.add(event.index)
            phase.finished = max(phase.finished or 0.0, event.finished_at.timestamp())
        if event.text is not None and event.text_start is not None:
            self.heard[event.text_start] = event.text

    def waiting(self) -> list[str]:
        """Phases under way."""
        return [name for name, phase in self.phases.items() if not phase.ended]

    def view(self, now: float) -> Group:
        """As a person sees it: the phases, what is waited for, and what there is to be told."""
        waiting = ", ".join(self.waiting()) or "the next stage"
        state = self.outcome or f"waiting for {waiting}"
        said = [] if self.outcome else self._said()
        return Group(self._table(now), Text(state, "bold"), *map(Text, self.notes), *said)

    def _said(self) -> list[Text]:
        """The last of the text that is there already; speakers are known later."""
        latest = sorted(self.heard.items())[-SHOWN:]
        return [Text(f"{clock(start)} {one_line(text)[-LINE:]}", "dim") for start, text in latest]

    def _table(self, now: float) -> Table:
        """Phases under way are timed until now, the others until their end."""
        table = Table("phase", "tasks", "seconds")
        spans = []
        for name, phase in sorted(self.phases.items(), key=lambda item: item[1].started):
            open_ = not phase.ended and self.outcome is None
            end = now if open_ else phase.finished or phase.started
            spans.append((phase.started, end))
            tasks = f"{len(phase.done)}/{phase.total}"
            table.add_row(Text(name), tasks, f"{end - phase.started:.1f}")
        if spans:  # phases overlap: the total is from the first start to the last end
            total = max(end for _, end in spans) - min(start for start, _ in spans)
            table.add_section()
            table.add_row("total", "", f"{total:.1f}")
        return table


def follow(
    watch: Watch, transcript_id: UUID, timeout_s: float, console: Console
) -> e.TranscriptCompleted | None:
    """Show progress until the transcript has ended; None at the time-out."""
    board = Board()
    # In a file or a pipe nothing moves: there the last state is printed, once.
    live = Live(console=console, refresh_per_second=4) if console.is_terminal else None
    with live or nullcontext():
        ended = _end(watch.events(transcript_id, timeout_s), board, live)
    if live is None:
        console.print(board.view(time.time()))
    return ended


def _end(events: Iterator[Any], board: Board, live: Live | None) -> e.TranscriptCompleted | None:
    for event in events:
        board.add(event)
        if live is not None:
            live.update(board.view(time.time()))
        if isinstance(event, e.TranscriptCompleted):
            return event
    return None
