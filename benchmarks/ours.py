"""The GPU stages over a recording in this process, handler by handler, without a broker."""

import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from gpu_consumers import results
from gpu_consumers.layout import Work
from gpu_consumers.stages import stages
from schemas import events as e
from streams import events
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import StageSpec

NAMES = ("preprocess", "transcribe", "diarize", "cluster", "voiceprint", "finalize")


@dataclass(frozen=True)
class Found:
    """What the stages made of a recording, and how long each took in seconds.

    `text` is what was recognised, before it is joined with speakers.
    """

    segments: list[e.Segment]
    turns: list[tuple[float, float, str]]
    uncovered_s: float
    text: str
    seconds: Mapping[str, float]


class Ours:
    """The stages with their models, loaded once: all, or those that are named."""

    def __init__(self, settings: Settings, names: Sequence[str] = NAMES) -> None:
        self._objects = ObjectStore(settings)
        known = stages(settings)
        self._stages: list[StageSpec] = [known[name].loaded() for name in names]

    def of(self, audio: Path, language: str | None) -> Found:
        """Take the recording through all stages."""
        transcript = uuid4()
        meta = events.meta(e.AudioUploaded, transcript)
        waiting: deque[Any] = deque(
            [
                e.AudioUploaded(
                    meta=meta,
                    transcript_id=transcript,
                    user_id="benchmark",
                    audio_uri=audio.absolute().as_uri(),
                    language=language,
                )
            ]
        )
        parts: list[e.SegmentsTranscribed] = []
        seconds: dict[str, float] = defaultdict(float)
        while waiting:
            event = waiting.popleft()
            if isinstance(event, e.SegmentsTranscribed):
                parts.append(event)
            for stage in self._stages:
                if type(event) in stage.inputs:
                    began = time.monotonic()
                    stage.call([event], waiting.append)
                    seconds[stage.name] += time.monotonic() - began
        work = Work(self._objects.work("benchmark", transcript, meta.revision))
        slices = range(len(results.read(self._objects, work.plan, results.plan).text_slices))
        there = [uri for uri in map(work.text, slices) if self._objects.exists(uri)]
        texts = list(results.read_all(self._objects, there, results.text))
        turns = self._objects.get_json(work.turns) if self._objects.exists(work.turns) else []
        return Found(
            [segment for part in parts for segment in part.segments],
            [(a, b, s) for a, b, s in turns],
            sum(span.end - span.start for part in parts for span in part.uncovered),
            "".join(word["word"] for text in texts for word in text["words"]),
            seconds,
        )


@contextmanager
def settings_for(folder: Path, threads: int) -> Iterator[Settings]:
    """Settings that read recordings in a folder and keep their objects elsewhere, for a while."""
    with tempfile.TemporaryDirectory() as objects:
        yield Settings(
            object_store=Path(objects).as_uri(),
            extra_uri_prefixes=[folder.resolve().as_uri() + "/"],
            cpu_threads=threads,
        )
