"""The consume-handle-produce-commit loop over confluent-kafka.

One thread owns the consumer and keeps polling it, paused, while another computes: a long task
never gets the member thrown out of its group. Offsets are committed after the broker has the
results. Before a task is tried, the try is noted in the metadata of the committed offset, so a
task that kills its process is counted by whoever gets it next. What was in a batch whose process
was killed is handled one by one.
"""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, TopicPartition

from streams import broker
from streams.ahead import Ahead
from streams.errors import FatalError
from streams.health import Health
from streams.lag import Place
from streams.runner import Runner, Stopped
from streams.settings import Settings
from streams.stage import Record
from streams.tries import Tries

log = logging.getLogger(__name__)
POLL_S = 0.1
SHORT_S = 0.5
AGAIN_S = 60.0
LOADING = "its models are loading"


class StageLoop:
    """One member of one stage's consumer group."""

    def __init__(
        self,
        runner: Runner,
        settings: Settings,
        health: Health,
        slots: threading.Semaphore,
        stop: threading.Event,
    ) -> None:
        self.runner = runner
        self.spec = runner.spec
        self._health = health
        self._slots = slots
        self._stop = stop
        self.assigned: frozenset[Place] = frozenset()
        self._lost: set[Place] = set()
        self._paused = False
        self._shut_out = False
        self._settings = settings
        self._joined_anew = -AGAIN_S
        self._join()

    def run(self) -> None:
        """Consume until told to stop; the task in hand is finished first."""
        with ThreadPoolExecutor(1, thread_name_prefix=f"compute-{self.spec.name}") as pool:
            try:
                self._await_broker()
                self._load(pool)
                while not self._stop.is_set():
                    self._health.beat(self.spec.name)
                    records = self._fetch()
                    if records:
                        self._compute(records, pool)
            except Stopped:
                log.info("stage %s stopped while waiting", self.spec.name)
            finally:
                self._consumer.close()

    def _join(self) -> None:
        self._consumer = Consumer(broker.consumer_config(self.spec.name, self._settings))
        self._tries = Tries(self._consumer, self.spec.name)
        self._ahead = Ahead(self.spec.batch_size, broker.FETCHED_BYTES)
        self._consumer.subscribe(
            self.spec.topics,
            on_assign=self._on_assign,
            on_revoke=self._on_revoke,
            on_lost=self._on_lost,
        )

    def _join_anew(self) -> None:
        """A broker that was away may shut out the name's own bearer when he comes back.

        Raises `FatalError` when it does so again within a minute: another one bears the name.
        """
        now = time.monotonic()
        if now - self._joined_anew < AGAIN_S:
            raise FatalError(
                "the broker has shut this member out: no two workers may have one ST_MEMBER_ID"
            )
        log.warning("stage %s was shut out of its group and joins anew", self.spec.name)
        self._joined_anew = now
        self._consumer.close()
        self._paused, self._shut_out, self.assigned = False, False, frozenset()
        self._join()

    def _await_broker(self) -> None:
        """Return once the broker answers; the stage counts as ready only then."""
        while not self._stop.is_set():
            try:
                self._consumer.list_topics(self.spec.topics[0], timeout=1.0)
                break
            except KafkaException:
                self._health.wait_for(self.spec.name, broker.AWAY)
        self._health.wait_for(self.spec.name, None)

    def _load(self, pool: ThreadPoolExecutor) -> None:
        """Make the handler. The member has joined its group, but takes nothing before.

        Models are loaded last: while a whole node starts, they would take the processor from the
        services that all wait for.
        """
        if not self.spec.ready:
            self._health.wait_for(self.spec.name, LOADING)
            self._beside(pool.submit(self._loaded))
            self._health.wait_for(self.spec.name, None)

    def _loaded(self) -> None:
        self.runner.await_registry()
        self._health.wait_for(self.spec.name, LOADING)
        with self._slots:
            if not self._stop.is_set():
                self.runner.load()

    def _fetch(self) -> list[Record]:
        """What to handle next: what was read ahead, and what else is there by now."""
        if self._shut_out:
            self._join_anew()
        if room := self._ahead.room:
            self._read(room, 0 if self._ahead else POLL_S)
        return self._ahead.take()

    def _read(self, count: int, timeout_s: float) -> None:
        try:
            messages = self._consumer.consume(count, timeout_s)
        except KafkaException as error:
            log.warning("stage %s: %s", self.spec.name, error)
            return
        self._ahead.add(r for m in messages if (r := self._record(m)) is not None)

    def _record(self, message: Message) -> Record | None:
        error = message.error()
        if error is not None:
            self._shut_out = self._shut_out or error.code() == KafkaError._FATAL
            log.warning("stage %s: %s", self.spec.name, error)
            return None
        return Record(
            message.topic() or "",
            message.partition() or 0,
            message.offset() or 0,
            message.key(),
            message.value(),
        )

    def _compute(self, records: list[Record], pool: ThreadPoolExecutor) -> None:
        """Handle the records beside the polling, then commit them.

        Those of which one may have killed its process are left to be handled one by one.
        """
        self._lost.clear()
        attempts = self._tries.begin(records)
        if attempts is None:
            self._ahead.one_by_one(records)
            return
        try:
            self._beside(pool.submit(self.runner.handle, records, attempts))
        except Stopped:
            self._tries.take_back()
            raise
        finally:
            self._tries.end()
        self._commit(records)

    def _beside(self, future: Future[None]) -> None:
        """Poll until the future is done, paused once what comes next is there; raises what it
        raised.

        Pausing drops what has been fetched already and half a second goes by until something is
        fetched again: a short task goes without, and a long one has the next ones waiting.
        """
        wait([future], SHORT_S)
        while not future.done():
            self._health.beat(self.spec.name)
            room = self._ahead.room
            if not self._paused and not room:
                self._paused = True
                self._consumer.pause(self._consumer.assignment())
            self._read(max(room, 1), 0)
            wait([future], POLL_S)
        if self._paused:
            self._paused = False
            self._consumer.resume(self._consumer.assignment())
        future.result()

    def _commit(self, records: list[Record]) -> None:
        """Commit what is still ours; what is not will come again, to the same effect."""
        ends: dict[Place, int] = {}
        for record in records:
            ends[record.topic, record.partition] = record.offset + 1
        offsets = [TopicPartition(*at, end) for at, end in ends.items() if at not in self._lost]
        if not offsets:
            return
        try:
            self._consumer.commit(offsets=offsets, asynchronous=False)
        except KafkaException as error:
            log.warning("stage %s: not committed, will come again: %s", self.spec.name, error)

    def _on_assign(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        consumer.incremental_assign(partitions)
        self.assigned |= {(p.topic, p.partition) for p in partitions}
        # The client remembers what was paused when it was lost, and would not read it any more.
        (consumer.pause if self._paused else consumer.resume)(partitions)

    def _on_revoke(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        self._tries.take_back(partitions)
        self._on_lost(consumer, partitions)

    def _on_lost(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        gone = {(p.topic, p.partition) for p in partitions}
        self.assigned -= gone
        self._lost |= gone
        # Not what was lost earlier: it may have come back, and with it what is read ahead of it.
        self._ahead.drop(gone)
        consumer.incremental_unassign(partitions)
