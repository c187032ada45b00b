"""Events that their schemas allow and that cannot be true."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any

from schemas.events import VoiceprintPurpose

Path = tuple[str | int, ...]

# Put in the place of every number, and of every text.
NUMBERS = (float("nan"), float("inf"), -float("inf"), 1e300)
TIMES = (*NUMBERS, -7.0)
WHOLE = (-7, -(2**31))
TEXTS = ("a\x00b",)
OF_TIME = ("start", "end", "seconds", "duration_s")

ENROLMENT = VoiceprintPurpose.ENROLMENT
LONG = "x" * 10_000
BELL = "Marie\x07Dubois"
# By topic: what is wrong, and the fields that make it so.
ABSURD: dict[str, tuple[tuple[str, dict[Path, Any]], ...]] = {
    "audio.uploaded": (
        ("nobody's", {("user_id",): ""}),
        ("a tenant of 10 kB", {("user_id",): LONG}),
        ("a language of 10 kB", {("language",): LONG}),
        ("control characters in the title", {("title",): "Panel\x1b[2J"}),
        ("control characters in a document's name", {("context_files", 0, "name"): BELL}),
        ("no URI", {("audio_uri",): ""}),
        ("a URI of 10 kB", {("audio_uri",): "file:///" + LONG}),
        ("revision 0", {("meta", "revision"): 0}),
        ("no speakers", {("num_speakers",): 0}),
        ("a million speakers", {("max_speakers",): 1_000_000}),
        ("at least more speakers than at most", {("min_speakers",): 9, ("max_speakers",): 3}),
        ("just two speakers of five at least", {("num_speakers",): 2, ("min_speakers",): 5}),
        ("just two speakers of one at most", {("num_speakers",): 2, ("max_speakers",): 1}),
        ("a beam of none", {("beam_size",): 0}),
        ("a beam of a thousand", {("beam_size",): 1000}),
        ("a model of 10 kB", {("asr_model",): LONG}),
        ("a model without a name", {("asr_model",): ""}),
        ("control characters in the model", {("asr_model",): BELL}),
    ),
    "segments.transcribed": (
        ("a million parts", {("parts",): 1_000_000}),
        ("no parts", {("parts",): 0}),
        ("a part beyond the last", {("part",): 5}),
        ("less than no segments", {("segment_total",): -1}),
        ("a segment that ends before it starts", {("segments", 0, "end"): 0.5}),
        ("a segment of nobody", {("segments", 0, "speaker"): "SPEAKER_99"}),
        ("a speaker without a name", {("segments", 0, "speaker"): "", ("speakers",): [""]}),
        ("a voiceprint without numbers", {("voiceprints", 0, "embedding"): []}),
        ("a voiceprint of 20,000", {("voiceprints", 0, "embedding"): [0.5] * 20_000}),
        ("a time in a year's distance", {("duration_s",): 4e7}),
    ),
    "speakers.pooled": (
        ("no vector", {("embedding",): []}),
        ("one of no speakers", {("total",): 0}),
        ("a speaker beyond the last", {("index",): 1}),
        ("a label of 10 kB", {("speaker",): LONG}),
    ),
    "segments.enriched": (
        ("ends before it starts", {("end",): 1.0}),
        ("beyond the last", {("index",): 7, ("total",): 7}),
        ("of none", {("total",): 0}),
        ("a label of 10 kB", {("speaker",): LONG}),
        ("control characters in the name", {("name",): BELL}),
    ),
    "transcription.requested": (
        ("ends before it starts", {("start",): 9.0}),
        ("six days at once", {("end",): 500_000.0}),
        ("of no slices", {("total",): 0}),
        ("a language of 10 kB", {("language",): LONG}),
        ("a beam of a thousand", {("beam_size",): 1000}),
    ),
    "diarization.requested": (
        ("windows in the wrong order", {("first_window",): 9}),
        ("a hundred thousand windows at once", {("last_window",): 100_000}),
        ("beyond the last", {("index",): 4}),
    ),
    "slice.transcribed": (("of none", {("total",): 0}), ("beyond the last", {("index",): 2})),
    "slice.diarized": (("of none", {("total",): 0}), ("beyond the last", {("index",): 2})),
    "voiceprints.requested": (
        ("a stretch that ends before it starts", {("speakers", 0, "spans", 0, "end"): 0.0}),
        ("an enrolment of nobody", {("purpose",): ENROLMENT, ("name",): None}),
    ),
    "voiceprints.computed": (
        ("an enrolment of nobody", {("purpose",): ENROLMENT, ("name",): None}),
        ("a voiceprint without numbers", {("voiceprints", 0, "embedding"): []}),
    ),
    "embeddings.requested": (("no URI", {("texts_uri",): ""}),),
    "names.requested": (
        ("no URI", {("places_uri",): ""}),
        ("a language of 10 kB", {("language",): LONG}),
    ),
    "names.heard": (("no URI", {("result_uri",): ""}),),
    "embeddings.computed": (
        ("vectors of no numbers", {("dimension",): 0}),
        ("vectors of a million numbers", {("dimension",): 1_000_000}),
        ("less than none", {("count",): -1}),
    ),
    "context.indexed": (("less than none", {("chunk_count",): -1}),),
    "speakers.identified": (
        ("less than no segments", {("segment_total",): -1}),
        ("a label of 10 kB", {("speakers", 0, "speaker"): LONG}),
    ),
    "speaker.confirmed": (
        ("no name", {("name",): ""}),
        ("control characters in the name", {("name",): BELL}),
    ),
    "erasure.requested": (
        ("nobody's", {("user_id",): ""}),
        ("a document of no transcript", {("transcript_id",): None}),
    ),
    "transcript.stored": (("less than no speakers", {("speaker_total",): -1}),),
    "transcript.progress": (
        ("of no tasks", {("total",): 0}),
        ("a phase of 10 kB", {("phase",): LONG}),
    ),
    "dead.letters": (("revision 0", {("meta", "revision"): 0}),),
}


def absurd(topic: str, event: Any) -> Iterator[tuple[str, Any]]:
    """An event of the topic in all the ways in which it cannot be true, and what each way is."""
    for says, changes in ABSURD.get(topic, ()):
        yield says, changed(event, changes)
    for path, value in _leaves(event):
        place = ".".join(map(str, path))
        for bad in _instead_of(value, path[-1] in OF_TIME):
            yield f"{place} is {bad!r}", changed(event, {path: bad})


def sealed(event: Any) -> Iterator[tuple[str, Any]]:
    """An event whose sealed value nobody can open, if events of its topic may be sealed."""
    if not hasattr(event, "sealed"):
        return
    unknown = bytes(range(80))
    yield "a sealed value of one byte", changed(event, {("sealed",): b"\x01"})
    yield "sealed by a key that nobody has", changed(event, {("sealed",): unknown})
    nobody: dict[Path, Any] = {("sealed",): unknown, ("user_id",): LONG}
    yield "sealed, of a tenant of 10 kB", changed(event, nobody)


def changed(event: Any, changes: dict[Path, Any]) -> Any:
    """The event with other values in some places."""
    for path, value in changes.items():
        event = _put(event, path, value)
    return event


def _instead_of(value: str | float, time: bool) -> Sequence[Any]:
    if isinstance(value, str):
        return TEXTS
    if isinstance(value, int):
        return WHOLE
    return TIMES if time else NUMBERS


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, str | float]]:
    """Where the texts and numbers are."""
    if is_dataclass(value):
        for one in fields(value):
            yield from _leaves(getattr(value, one.name), (*path, one.name))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _leaves(item, (*path, i))
    elif isinstance(value, str | int | float) and not isinstance(value, bool | StrEnum):
        yield path, value


def _put(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    first, *rest = path
    if isinstance(first, int):
        return [_put(v, tuple(rest), new) if i == first else v for i, v in enumerate(value)]
    return replace(value, **{first: _put(getattr(value, first), tuple(rest), new)})
