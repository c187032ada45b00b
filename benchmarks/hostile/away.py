"""Events that are true but for what they point to: files elsewhere, recordings of nobody."""

from dataclasses import dataclass, field
from typing import Any

from benchmarks.hostile.values import Path
from schemas import events as e


@dataclass(frozen=True)
class Away:
    """What is changed in a topic's example; `{root}` is the object store's.

    `by` are the stages that give it up, and `why_not` is why the others do not.
    """

    topic: str
    why: str
    by: frozenset[str]
    why_not: str = ""
    changes: dict[Path, Any] = field(default_factory=dict)


ELSEWHERE = (
    "file:///etc/passwd",
    "http://127.0.0.1:9/recording",
    "s3://nobody/recording",
    "{root}/uploads/../../../etc/passwd",
    "{root}/nobody/put/this/there",
)

AWAY = (
    *(
        Away(
            "audio.uploaded",
            f"a recording at {uri}",
            frozenset({"preprocess"}),
            "without documents there is nothing else to be found; its status is noted",
            {("audio_uri",): uri, ("context_files",): []},
        )
        for uri in ELSEWHERE
    ),
    Away(
        "audio.uploaded",
        "recording and document elsewhere",
        frozenset({"preprocess", "context"}),
        "its status is noted",
        {("context_files", 0, "uri"): "file:///etc/passwd"},
    ),
    Away("transcription.requested", "nobody's recording", frozenset({"transcribe"})),
    Away("diarization.requested", "nobody's recording", frozenset({"diarize"})),
    Away("voiceprints.requested", "nobody's recording", frozenset({"voiceprint"})),
    Away(
        "voiceprints.requested",
        "an enrolment from elsewhere",
        frozenset({"voiceprint"}),
        "",
        {("purpose",): e.VoiceprintPurpose.ENROLMENT, ("audio_uri",): "file:///etc/passwd"},
    ),
    Away(
        "slice.diarized", "nobody's recording", frozenset(), "it waits for slices that never come"
    ),
    Away(
        "slice.transcribed",
        "nobody's recording",
        frozenset(),
        "it waits for slices that never come",
    ),
    Away(
        "voiceprints.computed",
        "nobody's recording",
        frozenset(),
        "it waits for slices that never come; the store keeps enrolments only",
    ),
    Away("embeddings.requested", "texts elsewhere", frozenset({"embed"})),
    Away("names.requested", "places elsewhere", frozenset({"listen"})),
    Away("names.heard", "names elsewhere", frozenset(), "it waits for text that never comes"),
    Away(
        "embeddings.computed",
        "vectors elsewhere",
        frozenset({"sink-qdrant"}),
        "pooling takes its own answers only",
    ),
    Away(
        "embeddings.computed",
        "vectors elsewhere, for pooling",
        frozenset({"pool"}),
        "the index takes its own answers only",
        {("purpose",): e.EmbeddingPurpose.POOLING},
    ),
    Away(
        "segments.transcribed",
        "a speaker without a segment",
        frozenset({"pool"}),
        "the rows are true; names wait for vectors that never come",
        {("speakers",): ["SPEAKER_00", "SPEAKER_01"]},
    ),
    Away(
        "speakers.pooled", "nobody's recording", frozenset(), "it waits for text that never comes"
    ),
    Away(
        "context.indexed",
        "metadata that are no JSON",
        frozenset({"sink-postgres"}),
        "it waits for text that never comes",
        {("files", 0, "metadata_json"): "{'a': 1}"},
    ),
    Away(
        "context.indexed",
        "metadata with half a character",
        frozenset({"sink-postgres"}),
        "it waits for text that never comes",
        {("files", 0, "metadata_json"): '{"name": "\\ud800"}'},
    ),
    Away("speaker.confirmed", "nobody's transcript", frozenset({"confirm"})),
    Away("transcript.stored", "nobody's transcript", frozenset(), "no transcript has that id"),
    Away(
        "erasure.requested",
        "a document elsewhere",
        frozenset({"erase"}),
        "no row and no point has that document",
        {("file_uri",): "file:///etc/passwd"},
    ),
)
