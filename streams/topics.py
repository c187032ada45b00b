"""The topic catalogue: which event travels on which topic. Data only."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas import events as e

DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True)
class Topic:
    """A topic carrying one class of event; `key_of` says how it is keyed.

    Others may build on a public one; an inbound one is theirs to publish to. A compacted one keeps
    the last message of each key, for as long as the others keep all. Tasks of the GPU groups have
    many partitions, so that any number of nodes can join: how many is a setting.
    """

    name: str
    event: type[Any]
    gpu_tasks: bool = False
    retention_ms: int = 30 * DAY_MS
    public: bool = False
    inbound: bool = False
    compacted: bool = False


TOPICS = (
    Topic("audio.uploaded", e.AudioUploaded, public=True, inbound=True),
    Topic("segments.transcribed", e.SegmentsTranscribed, public=True),
    Topic("speakers.pooled", e.SpeakersPooled, public=True),
    Topic("segments.enriched", e.SegmentEnriched, retention_ms=-1, public=True),
    Topic("transcription.requested", e.TranscribeRequested, gpu_tasks=True),
    Topic("slice.transcribed", e.SliceTranscribed),
    Topic("diarization.requested", e.DiarizeRequested, gpu_tasks=True),
    Topic("slice.diarized", e.SliceDiarized),
    Topic("voiceprints.requested", e.VoiceprintsRequested, gpu_tasks=True),
    Topic("voiceprints.computed", e.VoiceprintsComputed),
    Topic("embeddings.requested", e.EmbeddingsRequested, gpu_tasks=True),
    Topic("embeddings.computed", e.EmbeddingsComputed),
    Topic("names.requested", e.NamesRequested, gpu_tasks=True),
    Topic("names.heard", e.NamesHeard),
    Topic("context.indexed", e.ContextIndexed),
    Topic("speakers.identified", e.SpeakersIdentified),
    Topic("speaker.confirmed", e.SpeakerConfirmed, public=True, inbound=True),
    Topic("erasure.requested", e.ErasureRequested, public=True, inbound=True),
    Topic("erasure.done", e.ErasureDone, public=True),
    Topic("transcript.stored", e.TranscriptStored),
    Topic("transcript.completed", e.TranscriptCompleted),
    Topic("transcript.progress", e.TranscriptProgress),
    Topic("dead.letters", e.DeadLetter, retention_ms=90 * DAY_MS, compacted=True),
)

PARTITIONS = 8

BY_NAME = {topic.name: topic for topic in TOPICS}
BY_EVENT = {topic.event: topic for topic in TOPICS}

# Tasks of one recording must spread over the group, so their key names the task and not only
# the transcript, and they go to the partitions in turn: hashed, some members would be given half as
# many again as others. Their results are keyed by transcript and so meet in one place.
SPREAD = (e.TranscribeRequested, e.DiarizeRequested)


def key_of(event: Any) -> bytes | None:
    """The message key of an event: its transcript's id, for slices with the slice's number.

    A dead letter is keyed by its own id, under which a tombstone closes it; erasures by tenant.
    """
    if isinstance(event, e.ErasureRequested | e.ErasureDone):
        return event.user_id.encode()
    if isinstance(event, e.DeadLetter):
        return str(event.meta.event_id).encode()
    if event.transcript_id is None:
        return None
    key = str(event.transcript_id)
    return f"{key}/{event.index}".encode() if isinstance(event, SPREAD) else key.encode()


def in_turn(event: Any, partitions: int) -> int:
    """Where a recording's task goes of so many partitions: to each in turn, not always from 0.

    A member of a group mostly has partitions that lie side by side, so that the next one lies far
    away: in the order of van der Corput's sequence (1935), by the number's bits from last to first.
    """
    return _far_apart(partitions)[int(event.transcript_id.int + event.index) % partitions]


@cache
def _far_apart(count: int) -> list[int]:
    bits = count.bit_length()
    return sorted(range(count), key=lambda number: f"{number:0{bits}b}"[::-1])
