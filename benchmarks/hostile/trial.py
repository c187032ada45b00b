"""Hostile messages put on the topics of a running system, and what became of each."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from confluent_kafka import ConsumerGroupTopicPartitions, Producer, TopicPartition
from confluent_kafka.admin import AdminClient

from agents.confirm import agent as confirm
from agents.context import agent as context
from agents.enrich import agent as enrich
from agents.erase import agent as erase
from agents.lifecycle import agent as lifecycle
from agents.pool import agent as pool
from benchmarks.hostile.corpus import Hostile
from benchmarks.listen import Listener
from gpu_consumers.stages import stages
from infra.local.stack import Stack
from schemas.events import DeadLetter
from sinks.postgres import sink as postgres
from sinks.qdrant import sink as qdrant
from streams.settings import Settings
from streams.topics import BY_NAME

ANSWER_S = 15.0
ANEW = "begins anew"
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Outcome:
    """What became of the messages; all lists are empty when all is well."""

    letters: int
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    without_reason: list[str] = field(default_factory=list)


def readers(settings: Settings) -> dict[str, set[str]]:
    """The stages that read each topic."""
    nothing: Any = None  # they are only asked for their topics
    made = [
        *stages(settings).values(),
        lifecycle.spec(nothing, nothing),
        context.spec(nothing, nothing, nothing),
        pool.spec(nothing, nothing, nothing),
        enrich.spec(nothing, nothing, nothing, nothing, nothing),
        confirm.spec(nothing),
        erase.spec(nothing, nothing),
        postgres.spec(nothing, nothing),
        qdrant.spec(nothing, nothing),
    ]
    found: dict[str, set[str]] = defaultdict(set)
    for spec in made:
        for topic in spec.topics:
            found[topic].add(spec.name)
    return found


def processes(stack: Stack) -> dict[str, tuple[int | None, int]]:
    """Every process's number, and how often it has begun anew."""
    found = {}
    for one in stack.status():
        log = one.log.read_text(errors="replace") if one.log.exists() else ""
        found[one.name] = (one.pid, log.count(ANEW))
    return found


class Trial:
    """Publishes, waits until everything has been read, and compares the letters."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._readers = readers(settings)
        self._admin = AdminClient({"bootstrap.servers": settings.kafka_bootstrap})
        self._producer = Producer(
            {
                "bootstrap.servers": settings.kafka_bootstrap,
                "compression.type": "gzip",
                "message.max.bytes": 20_000_000,
            }
        )
        self._listener = Listener(settings, DeadLetter)
        self._placed: dict[Place, Hostile] = {}

    @property
    def topics(self) -> list[str]:
        """Topics that a stage reads."""
        return sorted(self._readers)

    def publish(self, messages: Sequence[Hostile]) -> None:
        """Put them on their topics."""
        for one in messages:
            self._producer.produce(one.topic, one.value, b"hostile", on_delivery=self._noted(one))
            self._producer.poll(0)
        self._producer.flush(ANSWER_S)

    def _noted(self, one: Hostile) -> Any:
        def note(error: Any, message: Any) -> None:
            if error is not None:
                raise SystemExit(f"the broker did not take {one.topic}, {one.why}: {error}")
            self._placed[message.topic(), message.partition(), message.offset()] = one

        return note

    def outcome(self, timeout_s: float) -> Outcome:
        """What became of all that was published. Raises `TimeoutError` while it is not read."""
        deadline = time.monotonic() + timeout_s
        while behind := self._behind():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not read in {timeout_s:.0f} s: {behind}")
            time.sleep(0.5)
        # Committed is what has been handled, so all letters are there; they are only to be read.
        ended = time.monotonic() + 3.0
        return self._judged(self._listener.until(lambda _: time.monotonic() > ended, 60.0))

    def remove(self) -> None:
        """Take from the topics all that was published up to now on our partitions.

        For a stack that is used further: programs of others that read from the beginning may end
        at what is no event. A compacted topic keeps what it has.
        """
        ends = [
            TopicPartition(topic, partition, last + 1)
            for (topic, partition), last in self._last().items()
            if not BY_NAME[topic].compacted
        ]
        for future in self._admin.delete_records(ends).values():
            future.result(timeout=ANSWER_S)

    def _last(self) -> dict[tuple[str, int], int]:
        last: dict[tuple[str, int], int] = {}
        for topic, partition, offset in self._placed:
            last[topic, partition] = max(last.get((topic, partition), -1), offset)
        return last

    def _behind(self) -> dict[str, int]:
        """Groups with messages of ours still to be read, and how many."""
        last = self._last()
        groups: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for topic, partition in last:
            for stage in self._readers[topic]:
                groups[self._group(stage)].add((topic, partition))
        found = {}
        for group, places in groups.items():
            asked = ConsumerGroupTopicPartitions(group, [TopicPartition(*p) for p in places])
            [future] = self._admin.list_consumer_group_offsets([asked]).values()
            known = future.result(timeout=ANSWER_S).topic_partitions
            left = sum(max(0, last[p.topic, p.partition] + 1 - max(p.offset, 0)) for p in known)
            if left:
                found[group] = left
        return found

    def _group(self, stage: str) -> str:
        loops = {*stages(self._settings), "sink-postgres", "sink-qdrant"}
        return f"{self._settings.group_prefix}{stage if stage in loops else 'agents'}"

    def _judged(self, letters: Sequence[DeadLetter]) -> Outcome:
        at: Counter[tuple[str, Place]] = Counter()
        of_documents = {(x.stage, x.transcript_id) for x in letters if x.offset < 0}
        outcome = Outcome(len(letters))
        for letter in letters:
            at[letter.stage, (letter.topic, letter.partition, letter.offset)] += 1
            if len(letter.reason.split()) < 4:
                outcome.without_reason.append(f"{letter.stage}: {letter.reason!r}")
        for place, one in self._placed.items():
            wanted = self._readers[one.topic] if one.by is None else one.by
            for stage in self._readers[one.topic]:
                count = at[stage, place] or ((stage, one.transcript_id) in of_documents)
                told = f"{stage}: {one.topic}, {one.why}"
                if stage in wanted and not count:
                    outcome.missing.append(told)
                elif stage not in wanted and count:
                    outcome.unexpected.append(told)
                if count > 1:
                    outcome.twice.append(told)
        return outcome
