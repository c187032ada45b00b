"""The GPU stages over recordings in this process, each in a thread of its own, without a broker.

As a worker process of a GPU runs them: tasks of all recordings wait in the stages' queues, and a
stage takes as many at a time as its batch has room for.
"""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.ours import NAMES
from gpu_consumers.memory import Budget
from gpu_consumers.stages import stages
from schemas import events as e
from streams import events
from streams.settings import Settings
from streams.stage import StageSpec


@dataclass
class Run:
    """What a run came to: seconds, for which each stage computed, and segments with text."""

    seconds: float = 0.0
    first_text: float = 0.0
    busy: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    segments: int = 0
    speakers: int = 0


class Beside:
    """The stages with their models, loaded once."""

    def __init__(self, settings: Settings) -> None:
        self.budget = Budget(settings)
        self.budget.declare(NAMES)
        known = stages(settings, self.budget)
        self._stages = [known[name].loaded() for name in NAMES]
        self._changed = threading.Condition()

    def of(self, audios: Sequence[Path], language: str) -> Run:
        """Take the recordings through all stages at once. Raises what a stage raises."""
        self._waiting: dict[str, deque[Any]] = defaultdict(deque)
        self._open, self._run, self._began = 0, Run(), time.monotonic()
        for audio in audios:
            self._emit(_uploaded(audio, language))
        with ThreadPoolExecutor(len(self._stages)) as pool:
            for future in [pool.submit(self._work, stage) for stage in self._stages]:
                future.result()
        self._run.seconds = time.monotonic() - self._began
        return self._run

    def _emit(self, event: Any) -> None:
        with self._changed:
            for stage in self._stages:
                if type(event) in stage.inputs:
                    self._waiting[stage.name].append(event)
                    self._open += 1
            if isinstance(event, e.SliceTranscribed) and not self._run.first_text:
                self._run.first_text = time.monotonic() - self._began
            if isinstance(event, e.SegmentsTranscribed):
                self._run.segments += len(event.segments)
                self._run.speakers = max(self._run.speakers, len(event.speakers))
            self._changed.notify_all()

    def _work(self, stage: StageSpec) -> None:
        waiting = self._waiting[stage.name]
        while True:
            with self._changed:
                self._changed.wait_for(lambda: waiting or self._open <= 0)
                if not waiting:
                    return
                taken = [waiting.popleft() for _ in range(min(len(waiting), stage.batch_size))]
            began = time.monotonic()
            try:
                stage.call(taken, self._emit)
            except BaseException:
                self._close(len(taken), failed=True)
                raise
            self._run.busy[stage.name] += time.monotonic() - began
            self._close(len(taken))

    def _close(self, count: int, *, failed: bool = False) -> None:
        """When nothing is open any more, or something failed, all threads end."""
        with self._changed:
            self._open = 0 if failed else self._open - count
            self._changed.notify_all()


def _uploaded(audio: Path, language: str) -> e.AudioUploaded:
    transcript = uuid4()
    return e.AudioUploaded(
        meta=events.meta(e.AudioUploaded, transcript),
        transcript_id=transcript,
        user_id="benchmark",
        audio_uri=audio.absolute().as_uri(),
        language=language,
    )
