"""A transcript as text, JSON, SRT or WebVTT: pure."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from gateway.transcript import Segment, Speaker, Transcript
from streams.plain import one_line

# In no document and not confirmed: only what was said stands for the name.
SOURCES = {"SPEECH": "only heard"}


def as_json(transcript: Transcript) -> str:
    """All of it."""
    fields = asdict(transcript)
    del fields["revision"]
    fields["phases"] = [{"name": p.name, "seconds": p.seconds} for p in transcript.phases]
    for segment in fields["segments"]:
        segment["words"] = [_word(word) for word in segment["words"]]
    return json.dumps(fields, ensure_ascii=False, indent=2)


def _word(word: dict[str, Any]) -> dict[str, Any]:
    return {key: word[key] for key in ("start", "end", "word")}


def as_txt(transcript: Transcript) -> str:
    """Who spoke and how we know, then what was said."""
    lines = [f"{one_line(transcript.title or 'untitled')} – {transcript.status}"]
    lines += [f"  warning: {one_line(text)}" for text in transcript.warnings]
    if transcript.error:
        lines.append(f"  error: {one_line(transcript.error)}")
    for speaker in transcript.speakers:
        lines += _speaker(speaker)
    lines.append("")
    lines += [f"[{clock(s.start)}] {_line(s)}" for s in transcript.segments]
    return "\n".join(lines)


def _speaker(speaker: Speaker) -> list[str]:
    lines = [f"  {speaker.label}: {speaker.display_name}"]
    if speaker.name:
        source = speaker.name_source or "none"
        lines[0] += f" ({SOURCES.get(source, source.lower())}, {speaker.score or 0.0:.2f})"
    lines += [_reason(reason["kind"], reason) for reason in speaker.evidence]
    facts = speaker.facts or {}
    known = [one_line(facts[k]) for k in ("role", "company", "email", "phone") if facts.get(k)]
    if known:
        lines.append(f"      facts: {', '.join(known)}{_where(facts)}")
    if not speaker.name:
        lines += [_reason(f"candidate {c['name']}", c) for c in speaker.candidates]
    return lines


def _reason(what: str, reason: dict[str, Any]) -> str:
    """What speaks for a name, how much, and the passage it rests on."""
    score = f" {reason['score']:.2f}" if reason.get("score") is not None else ""
    passage = f": {one_line(reason['passage'])}" if reason.get("passage") else ""
    return f"      {what}{score}{passage}{_where(reason)}"


def _where(known: dict[str, Any]) -> str:
    return f" [{one_line(known['source_file'])}]" if known.get("source_file") else ""


def as_srt(transcript: Transcript) -> str:
    """SubRip."""
    blocks = [
        f"{number}\n{_times(s, ',')}\n{_line(s).replace('-->', '→')}\n"
        for number, s in enumerate(transcript.segments, 1)
    ]
    return "\n".join(blocks)


def as_vtt(transcript: Transcript) -> str:
    """WebVTT with voice spans (https://www.w3.org/TR/webvtt1/)."""
    blocks = [
        f"{_times(s, '.')}\n"
        f"<v {_escaped(one_line(s.display_name))}>{_escaped(one_line(s.text))}</v>\n"
        for s in transcript.segments
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def _line(segment: Segment) -> str:
    return f"{one_line(segment.display_name)}: {one_line(segment.text)}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clock(seconds: float) -> str:
    """Minutes go on past the hour, as people count a recording."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02}:{rest:02}"


def _times(segment: Segment, point: str) -> str:
    return f"{_stamp(segment.start, point)} --> {_stamp(segment.end, point)}"


def _stamp(seconds: float, point: str) -> str:
    milliseconds = round(seconds * 1000)
    hours, milliseconds = divmod(milliseconds, 3_600_000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    whole, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}{point}{milliseconds:03}"


FORMATS: dict[str, Callable[[Transcript], str]] = {
    "txt": as_txt,
    "json": as_json,
    "srt": as_srt,
    "vtt": as_vtt,
}
