"""What an event's fields may say, by their names, and what must hold of events as a whole. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from schemas import events as e

WEEK_S = 7 * 24 * 3600.0
MANY = 1_000_000
# Rows of a vector column hold no more (pgvector).
LONGEST_VECTOR = 16_000

TIME = (0.0, WEEK_S)
COUNT = (0, MANY)
NUMBERS: Mapping[str, tuple[float, float]] = {
    "revision": (1, MANY),
    "start": TIME,
    "end": TIME,
    "duration_s": TIME,
    "seconds": TIME,
    "text_start": TIME,
    "index": COUNT,
    "total": (1, MANY),
    "part": COUNT,
    "parts": (1, 10_000),
    "segment_total": COUNT,
    "speaker_total": COUNT,
    "segment_count": COUNT,
    "chunk_count": COUNT,
    "count": COUNT,
    "dimension": (1, LONGEST_VECTOR),
    "num_speakers": (1, 1000),
    "min_speakers": (1, 1000),
    "max_speakers": (1, 1000),
    "beam_size": (1, 10),
    "pending_number": (1, MANY),
    "first_window": COUNT,
    "last_window": COUNT,
    "probability": (0.0, 1.01),
    "partition": (-1, MANY),
    "offset": (-1, 2**63),
    "attempts": COUNT,
}
# Of all other numbers: they are numbers, and a thousand million at most.
ANY_NUMBER = (-1e9, 1e9)

# Least and most characters of what is kept or shown on one line; of all other texts: no NUL.
LINES: Mapping[str, tuple[int, int]] = {
    "user_id": (1, 80),  # it names folders, too
    "speaker": (1, 200),
    "phase": (1, 200),
    "stage": (1, 200),
    "store": (1, 200),
    "model": (1, 200),
    "pooled_model": (1, 200),
    "asr_model": (1, 200),
    "producer": (0, 200),
    "trace_id": (0, 200),
    "language": (0, 35),
    "title": (0, 2000),
    "name": (1, 500),
    "display_name": (1, 500),
}
URI = (1, 2000)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# (lower, higher, whether they may be the same)
ORDERED = (
    ("start", "end", True),
    ("first_window", "last_window", True),
    ("min_speakers", "max_speakers", True),
    ("index", "total", False),
    ("part", "parts", False),
)
# One task's audio is held in memory.
LONGEST_TASK_S = 3600.0

# What must hold for an event as a whole, in words.
RULES: tuple[tuple[type[Any], str, Callable[[Any], bool]], ...] = (
    (
        e.AudioUploaded,
        "num_speakers lies within min_speakers and max_speakers",
        lambda x: (
            x.num_speakers is None
            or (x.min_speakers or 1) <= x.num_speakers <= (x.max_speakers or x.num_speakers)
        ),
    ),
    (
        e.SegmentsTranscribed,
        "every segment's speaker is among the speakers",
        lambda x: {s.speaker for s in x.segments} <= set(x.speakers),
    ),
    (
        e.SegmentsTranscribed,
        "there are not more segments than segment_total",
        lambda x: len(x.segments) <= x.segment_total,
    ),
    (
        e.TranscribeRequested,
        f"a task is of {LONGEST_TASK_S:g} s at most",
        lambda x: x.end - x.start <= LONGEST_TASK_S,
    ),
    (
        e.DiarizeRequested,
        f"a task has {LONGEST_TASK_S:g} windows at most",
        lambda x: x.last_window - x.first_window < LONGEST_TASK_S,
    ),
    (
        e.VoiceprintsRequested,
        "an enrolment has a name",
        lambda x: x.purpose is not e.VoiceprintPurpose.ENROLMENT or x.name is not None,
    ),
    (
        e.VoiceprintsComputed,
        "an enrolment has a name",
        lambda x: x.purpose is not e.VoiceprintPurpose.ENROLMENT or x.name is not None,
    ),
    (e.Voiceprint, "a voiceprint has numbers", lambda x: bool(x.embedding)),
    (e.SpeakersPooled, "a pooled vector has numbers", lambda x: bool(x.embedding)),
    (
        e.ErasureRequested,
        "a document is named with its transcript",
        lambda x: x.file_id is None or x.transcript_id is not None,
    ),
)
