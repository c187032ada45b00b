"""Where a recording's intermediate objects lie, and the plan that all stages follow."""

from dataclasses import dataclass
from typing import Any

SAMPLE_RATE = 16_000
BYTES_PER_SAMPLE = 2
# What to do when one of these objects is damaged.
AGAIN = "do the transcript again: python -m streams reprocess --transcript ID"


@dataclass(frozen=True)
class Work:
    """URIs under a transcript's work prefix."""

    prefix: str

    @property
    def pcm(self) -> str:
        """The recording: a folder of blocks of 16 kHz mono s16le."""
        return f"{self.prefix}/pcm"

    @property
    def plan(self) -> str:
        """The plan, JSON."""
        return f"{self.prefix}/plan.json"

    @property
    def language(self) -> str:
        """What is spoken in it, where its upload does not say, JSON."""
        return f"{self.prefix}/language.json"

    @property
    def turns(self) -> str:
        """Who speaks when, JSON."""
        return f"{self.prefix}/turns.json"

    @property
    def voiceprints(self) -> str:
        """Voiceprints, JSON."""
        return f"{self.prefix}/voiceprints.json"

    def text(self, index: int) -> str:
        """Result of a transcription slice, JSON."""
        return f"{self.prefix}/text/{index:05}.json"

    def claim(self, stage: str) -> str:
        """Id of the event that does a joining stage's work, JSON."""
        return f"{self.prefix}/claims/{stage}.json"

    def lease(self, task: object) -> str:
        """Who computes a task, by the id of its event, JSON."""
        return f"{self.prefix}/leases/{task}.json"

    def windows(self, index: int) -> str:
        """Result of a diarization slice, npz."""
        return f"{self.prefix}/windows/{index:05}.npz"


@dataclass(frozen=True)
class Plan:
    """How a recording is cut. Times in seconds; windows are (first, last), inclusive; when it was
    uploaded in seconds since 1970.

    It grows while the recording is decoded, and its first tasks are worked on by then. It is
    complete before the last task of each kind is given out: whoever handles the last result
    finds it so.
    """

    duration: float
    speech: list[tuple[float, float]]
    text_slices: list[tuple[float, float]]
    window_slices: list[tuple[int, int]]
    language: str | None
    num_speakers: int | None
    min_speakers: int | None
    max_speakers: int | None
    complete: bool
    asr_model: str | None = None
    word_times: bool = True
    uploaded_at: float = 0.0

    @classmethod
    def of(cls, value: dict[str, Any]) -> "Plan":
        """From JSON."""
        pairs = ("speech", "text_slices", "window_slices")
        return cls(**{**value, **{name: [(a, b) for a, b in value[name]] for name in pairs}})
