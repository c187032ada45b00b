"""Handling a message: decode, call the stage, retry by the kind of error, or give it up."""

import logging
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from schemas.events import DeadLetter
from streams import metrics, stalls, validate
from streams.codec import Codec
from streams.errors import (
    ErasedError,
    FatalError,
    PoisonError,
    SmartTranscriptionError,
    TakenError,
    TransientError,
)
from streams.health import Health
from streams.letters import dead_letter
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import Record, StageSpec
from streams.topics import BY_EVENT

log = logging.getLogger(__name__)
BACKOFF_MAX_S = 10.0
BATCH_BYTES = 1024 * 1024
LETTERS = BY_EVENT[DeadLetter].name


class Stopped(Exception):
    """The process is to end while a task waits: the task stays uncommitted."""


class Runner:
    """Runs one stage's handler over records, by the policy of `streams.errors`."""

    def __init__(
        self,
        spec: StageSpec,
        settings: Settings,
        codec: Codec,
        publisher: Publisher,
        health: Health,
        stopping: Callable[[], bool] = lambda: False,
        slot: AbstractContextManager[Any] | None = None,
    ) -> None:
        """`slot`: held while a task computes, and not while it waits to be tried again."""
        self.spec = spec
        self._settings = settings
        self._codec = codec
        self._publisher = publisher
        self._health = health
        self._stopping = stopping
        self._slot = slot if slot is not None and spec.takes_slot else nullcontext()
        # From zero on, since Prometheus does not see the rise of a counter that begins at one.
        for outcome in metrics.OUTCOMES:
            metrics.TASKS.labels(spec.name, outcome)

    def load(self) -> None:
        """Make the stage's handler, where it has to be made; no record can be handled before."""
        self.spec = self.spec.loaded()

    def await_registry(self) -> None:
        """Return once the schema registry answers: no record can be read before."""
        while True:
            try:
                return self._codec.ask()
            except TransientError as away:
                self._health.wait_for(self.spec.name, str(away))
                self._pause(1)

    def handle(self, records: Sequence[Record], attempts: int = 0) -> None:
        """Handle records; returns when all results, or their dead letters, are with the broker.

        `attempts` counts the earlier tries that ended with the process. Raises `Stopped`, or
        `FatalError` when the process cannot go on.
        """
        started = time.monotonic()
        # A message without a value is a tombstone, the broker's business: counted, and no more.
        metrics.TASKS.labels(self.spec.name, "empty").inc(sum(r.value is None for r in records))
        records = [record for record in records if record.value is not None]
        earlier = attempts if len(records) == 1 else 0
        for batch in batches(records):
            stood_still = any(stalls.tries(record.place) for record in batch)
            whole = len(batch) > 1 and not stood_still and self._handle_batch(batch)
            for record in () if whole else batch:
                self._handle_one(record, max(earlier, stalls.tries(record.place)))
        metrics.TASK_SECONDS.labels(self.spec.name).observe(time.monotonic() - started)

    def _handle_batch(self, records: Sequence[Record]) -> bool:
        """Whether the whole batch went through; any failure is looked at one by one."""
        try:
            self._attempt(records)
        except FatalError:
            raise
        except Exception as error:  # noqa: BLE001 whatever it is, it is looked at again
            kind = type(error).__name__
            log.warning("stage %s: a batch failed (%s), one by one", self.spec.name, kind)
            return False
        metrics.TASKS.labels(self.spec.name, "done").inc(len(records))
        return True

    def _handle_one(self, record: Record, attempts: int) -> None:
        waits = 0
        if attempts >= self._settings.max_attempts:
            killed = PoisonError(
                f"{attempts} tries at it ended with the process, or stood still; see its log"
            )
            return self.give_up(record, killed, attempts)
        while True:
            try:
                self._attempt([record])
                metrics.TASKS.labels(self.spec.name, "done").inc()
                return self._health.wait_for(self.spec.name, None)
            except TransientError as error:
                waits = 1 if isinstance(error, TakenError) else waits + 1
                self._health.wait_for(self.spec.name, str(error))
                log.warning("stage %s waits: %s", self.spec.name, error)
                self._pause(waits)
            except FatalError:
                raise
            except Exception as error:  # noqa: BLE001 whatever it is, it is tried again or given up
                attempts += 1
                metrics.ERRORS.labels(self.spec.name, type(error).__name__).inc()
                poison = isinstance(error, PoisonError)
                if poison or attempts >= self._settings.max_attempts:
                    return self.give_up(record, error, attempts)
                _log_failure(self.spec.name, attempts, error)
                metrics.TASKS.labels(self.spec.name, "retried").inc()
                self._pause(attempts)

    def _attempt(self, records: Sequence[Record]) -> None:
        with self._slot:
            places = [record.place for record in records]
            self._health.begin(self.spec.name, places)
            try:
                events = [event for record in records for event in self._decoded(record)]
                if not events:
                    return
                outbox = self._publisher.outbox()
                self.spec.call(events, outbox.emit)
                outbox.wait()
            finally:
                self._health.end(self.spec.name, places)

    def _decoded(self, record: Record) -> list[Any]:
        """The event; none where it was erased."""
        try:
            return [self._codec.decode(record.topic, record.value or b"")]
        except ErasedError:
            metrics.ERASED.labels(record.topic, "not handled").inc()
            return []

    def _pause(self, count: int) -> None:
        until = time.monotonic() + min(
            self._settings.retry_backoff_s * 2 ** (count - 1), BACKOFF_MAX_S
        )
        while time.monotonic() < until:
            if self._stopping():
                raise Stopped
            time.sleep(0.1)

    def give_up(self, record: Record, error: Exception, attempts: int) -> None:
        """Send the record to the dead letters with its reason, however long that takes."""
        metrics.TASKS.labels(self.spec.name, "dead").inc()
        letter = dead_letter(self.spec.name, record, error, attempts, self._peek(record))
        log.error(
            "stage %s gives up %s (%s): python -m streams dead-letters show %s",
            self.spec.name, record.place, letter.error, letter.meta.event_id,
        )  # fmt: skip
        waits = 0
        while True:
            try:
                self._publisher.publish(letter)
                return self._health.wait_for(self.spec.name, None)
            except TransientError as away:
                waits += 1
                self._health.wait_for(self.spec.name, str(away))
                self._pause(waits)

    def _peek(self, record: Record) -> Any:
        """The event, where the record can be read and says whose it is.

        A letter about a letter is nobody's: it would fail its transcript by another letter,
        without end.
        """
        if record.topic == LETTERS:
            return None
        try:
            event = self._codec.read(record.topic, record.value or b"")
        except SmartTranscriptionError:
            return None
        return event if validate.sound(event, "user_id") else None


def batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Neighbours whose values are at most `BATCH_BYTES` together: events take many times that."""
    batch: list[Record] = []
    size = 0
    for record in records:
        size += len(record.value or b"")
        if batch and size > BATCH_BYTES:
            yield batch
            batch, size = [], len(record.value or b"")
        batch.append(record)
    if batch:
        yield batch


def _log_failure(stage: str, attempts: int, error: Exception) -> None:
    """Where in the code, and not what the error says: it may quote what people said.

    That is in the letter, if there will be one, where it is sealed.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error).__name__
    log.error("stage %s: try %d failed: %s at\n%s", stage, attempts, kind, where.rstrip())
