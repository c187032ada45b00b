"""The memory of a card: what models declare, what a process may take, and batches that fit. Pure.

A process may take what the system this one replaces took, 28 GB of an A6000's 48. What production's
models take of it was measured on a card, with weights of their shapes (docs/adr/0012), but for the
text embeddings; `ST_MODEL_MEMORY_GB` has others.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from streams import metrics
from streams.errors import FatalError, SmartTranscriptionError, ran_out
from streams.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")
GPU_GB = 28.0
LIBRARIES_GB = 2.0
GROWS_AFTER = 16
MODELS = {
    "transcribe": ("asr",),
    "diarize": ("segmentation", "voices"),
    "voiceprint": ("voices",),
    "embed": ("text",),
    "listen": ("asr",),
}


@dataclass(frozen=True)
class Need:
    """GB that a model takes once loaded, and for each item of a batch."""

    loaded: float
    item: float


PRODUCTION = {
    "asr": Need(4.0, 0.4),
    "segmentation": Need(0.25, 0.03),
    "voices": Need(0.25, 0.06),
    "text": Need(2.0, 1 / 16),
}
# What a process took more on a processor, with eight pieces, 32 windows, 8 clips and 16 texts.
PACKAGED = {
    "asr": Need(0.26, 0.1),
    "segmentation": Need(0.04, 0.012),
    "voices": Need(0.08, 0.06),
    "text": Need(0.68, 0.02),
}


class OutOfMemory(SmartTranscriptionError):
    """A task did not fit, even one item at a time."""


class Budget:
    """The GB that a process may take. Without a limit nothing is refused and no batch grows."""

    def __init__(self, settings: Settings) -> None:
        on_gpu = settings.device != "cpu"
        self.limit = settings.memory_budget_gb or (GPU_GB if on_gpu else None)
        self._needs = needs(settings)
        self._declared = LIBRARIES_GB if on_gpu else 0.0
        self._taken: list[float] = []
        self._changed = threading.Condition()
        metrics.MEMORY.labels("budget").set(self.limit or 0.0)

    def declare(self, stages: Sequence[str]) -> None:
        """Set aside what the models of all stages take; one that they share is loaded once.

        Raises `FatalError`, before anything is loaded, for the first stage that does not fit.
        """
        known: set[str] = set()
        for stage in stages:
            known |= set(MODELS.get(stage, ()))
            loaded = self._declared + sum(self._needs[model].loaded for model in known)
            least = loaded + max((self._needs[model].item for model in known), default=0.0)
            if self.limit is not None and least > self.limit:
                raise FatalError(
                    f"stage {stage} does not fit: with it this process takes {least:.3g} GB, and "
                    f"ST_MEMORY_BUDGET_GB is {self.limit:g}. Run it in a process with a card of "
                    "its own, choose smaller models, or raise the budget"
                )
        self._declared += sum(self._needs[model].loaded for model in known)
        metrics.MEMORY.labels("declared").set(self._declared)

    def batch(self, model: str, size: int, release: Callable[[], None] = lambda: None) -> "Batch":
        """A model's batches, of `size` items at first. `release` returns memory that lies idle."""
        return Batch(self, model, self._needs[model].item, size, release)

    @contextmanager
    def taking(self, gigabytes: float) -> Iterator[None]:
        """Wait until so much fits beside the models and what others take; then it is taken."""
        with self._changed:
            self._changed.wait_for(lambda: self._fits(gigabytes))
            self._taken.append(gigabytes)
            metrics.MEMORY.labels("taken").set(sum(self._taken))
        try:
            yield
        finally:
            with self._changed:
                self._taken.remove(gigabytes)
                metrics.MEMORY.labels("taken").set(sum(self._taken))
                self._changed.notify_all()

    @property
    def room(self) -> float | None:
        """GB for all batches together; None without a limit."""
        return None if self.limit is None else self.limit - self._declared

    def _fits(self, gigabytes: float) -> bool:
        # What would not even fit alone is let in alone: the card has the last word.
        return self.room is None or not self._taken or sum(self._taken) + gigabytes <= self.room


class Batch:
    """How many items a model takes at a time: halved when memory runs out, grown after successes.

    It grows to what the budget leaves beside the models, or without a budget to what it began with.
    """

    def __init__(
        self, budget: Budget, model: str, item: float, size: int, release: Callable[[], None]
    ) -> None:
        self._budget = budget
        self._model = model
        self._item = item
        self._release = release
        self._most = size if budget.room is None else max(1, int(budget.room / item))
        self._full = 0
        self._lock = threading.Lock()
        self._resize(min(size, self._most))

    @property
    def size(self) -> int:
        """Items at a time, as of now."""
        return self._size

    def attempt(self, count: int, compute: Callable[[int], R]) -> R:
        """What `compute` returns when told how many of `count` items to take at a time.

        It is called again, with half as many, each time it runs out of memory. Raises
        `OutOfMemory` when it does so twice with one: on a card, what comes after a batch that ran
        out may fail although it fits.
        """
        alone = 0
        while True:
            size = max(1, min(count, self._size))
            alone += size == 1
            try:
                with self._budget.taking(size * self._item):
                    result = compute(size)
            except Exception as error:
                if not ran_out(error):
                    raise
                metrics.OUT_OF_MEMORY.labels(self._model).inc()
                log.warning("%s, %d at a time, ran out of memory: %s", self._model, size, error)
                if alone > 1:
                    raise OutOfMemory(
                        f"the memory was not enough for {self._model} with one item at a time: "
                        "stop what else uses the card, run fewer stages in this process or choose "
                        f"a smaller model, then replay this ({error})"
                    ) from error
            else:
                self._grow(size)
                return result
            # Only here, when the error no longer holds what was computed.
            self._release()
            if size > 1:
                self._shrink(size // 2)

    def map(self, items: Sequence[T], compute: Callable[[Sequence[T]], Iterable[R]]) -> list[R]:
        """The results of all items in order, computed as many at a time as memory allows."""
        done: list[R] = []
        while len(done) < len(items):
            rest = items[len(done) :]
            done.extend(self.attempt(len(rest), lambda size, rest=rest: compute(rest[:size])))  # type: ignore[misc]
        return done

    def _grow(self, size: int) -> None:
        with self._lock:
            self._full += size == self._size
            if self._full >= GROWS_AFTER and self._size < self._most:
                self._resize(min(2 * self._size, self._most))

    def _shrink(self, size: int) -> None:
        with self._lock:
            self._resize(min(self._size, size))

    def _resize(self, size: int) -> None:
        self._size = size
        self._full = 0
        metrics.BATCH.labels(self._model).set(size)


def needs(settings: Settings) -> dict[str, Need]:
    """What each model declares: the packaged one's, production's, or what the settings say.

    Raises `FatalError` where they speak of a model that there is not.
    """
    chosen = {
        "asr": settings.asr_model,
        "segmentation": settings.diarization_pipeline or settings.segmentation_model,
        "voices": settings.diarization_pipeline or settings.speaker_embedding_model,
        "text": settings.text_embedding_model,
    }
    known = {name: (PRODUCTION if other else PACKAGED)[name] for name, other in chosen.items()}
    if settings.asr_models:
        # One that an upload chooses is held beside the deployment's.
        known["asr"] = Need(2 * known["asr"].loaded, known["asr"].item)
    if settings.diarization_pipeline and settings.speaker_embedding_model:
        # Voiceprints are of a model of their own.
        known["voices"] = Need(2 * known["voices"].loaded, known["voices"].item)
    if unknown := settings.model_memory_gb.keys() - known.keys():
        raise FatalError(
            f"ST_MODEL_MEMORY_GB has no model {', '.join(sorted(unknown))}; there are "
            + ", ".join(known)
        )
    return known | {name: Need(*said) for name, said in settings.model_memory_gb.items()}
