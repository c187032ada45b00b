"""A meeting in a folder, with what is expected of it: who should be named, and who was.

Layout as `examples/panel`: the recording, `context/` with documents, `enrolment/` with a voice per
file, a reference `.rttm`, and `expected.json` with the name to give to each of its speakers.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from agents.identify.sound import alike
from infra.local.errors import StackError

SOUNDS_LIKE = 0.8
TITLES = {"dr", "pr", "prof", "m", "mme", "mlle", "mr", "mrs", "ms", "docteur", "professeur"}


@dataclass(frozen=True)
class Meeting:
    """`speakers` maps a reference label to the name to give, None for one never named; `said` is
    all that is said, empty without a reference `.stm`."""

    recording: Path
    documents: list[Path]
    voices: dict[str, Path]
    language: str | None
    speakers: dict[str, str | None]
    accepted: dict[str, set[str]]
    forbidden: set[str]
    turns: list[tuple[float, float, str]]
    said: str = ""


class Verdict(StrEnum):
    """What became of a speaker's name."""

    RIGHT = "right"
    AS_HEARD = "as heard"
    UNNAMED = "rightly unnamed"
    MISSING = "missing"
    WRONG = "wrong"


@dataclass(frozen=True)
class Judged:
    """One of our speakers, whose voice it is by the reference, and the name he got."""

    label: str
    reference: str
    expected: str | None
    name: str | None
    source: str
    score: float
    passage: str
    verdict: Verdict


def load(folder: Path) -> Meeting:
    """The meeting in a folder. Raises `StackError` where something needed is not there."""
    path = folder / "expected.json"
    if not path.exists():
        raise StackError(f"{path} is missing: it says whom to expect; see examples/panel")
    expected = json.loads(path.read_text())
    recording = folder / expected["recording"]
    reference = recording.with_suffix(".rttm")
    for needed in (recording, reference):
        if not needed.exists():
            raise StackError(f"{needed} is missing")
    speakers = {label: s["expected_name"] for label, s in expected["speakers"].items()}
    accepted = {label: set(s.get("accept", ())) for label, s in expected["speakers"].items()}
    return Meeting(
        recording=recording,
        documents=_files(folder / "context"),
        voices={_owner(file, speakers.values()): file for file in _files(folder / "enrolment")},
        language=expected.get("language"),
        speakers=speakers,
        accepted=accepted,
        forbidden={folded(name) for name in expected.get("forbidden_names", ())},
        turns=_turns(reference),
        said=_said(recording.with_suffix(".stm")),
    )


def judged(meeting: Meeting, transcript: Mapping[str, Any]) -> list[Judged]:
    """Each speaker of a transcript (as `show --format json` gives it) against the reference."""
    result = []
    for speaker in transcript["speakers"]:
        spans = [
            (s["start"], s["end"])
            for s in transcript["segments"]
            if s["speaker"] == speaker["label"]
        ]
        reference = whose(spans, meeting.turns)
        expected = meeting.speakers.get(reference)
        accepted = {*meeting.accepted.get(reference, ()), *([expected] if expected else [])}
        passages = [e["passage"] for e in speaker["evidence"] if e["passage"]] or [
            f"candidate {c['name']} {c['score']:.2f}: {c['passage']}" for c in speaker["candidates"]
        ]
        result.append(
            Judged(
                label=speaker["label"],
                reference=reference,
                expected=expected,
                name=speaker["name"],
                source=speaker["name_source"],
                score=speaker["score"] or 0.0,
                passage=passages[0] if passages else "",
                verdict=verdict(speaker["name"], speaker["name_source"], accepted, meeting),
            )
        )
    return result


def verdict(name: str | None, source: str, accepted: set[str], meeting: Meeting) -> Verdict:
    """A name that was only heard counts as heard where it sounds like the right one."""
    if name is None:
        return Verdict.MISSING if accepted else Verdict.UNNAMED
    if folded(name) in {folded(other) for other in accepted}:
        return Verdict.RIGHT
    near = any(alike(name, other) >= SOUNDS_LIKE for other in accepted)
    heard = source == "SPEECH" and near and folded(name) not in meeting.forbidden
    return Verdict.AS_HEARD if heard else Verdict.WRONG


def whose(spans: Sequence[tuple[float, float]], turns: Sequence[tuple[float, float, str]]) -> str:
    """The reference speaker who speaks longest within the spans; empty when nobody does."""
    seconds: dict[str, float] = {}
    for start, end in spans:
        for a, b, who in turns:
            seconds[who] = seconds.get(who, 0.0) + max(0.0, min(end, b) - max(start, a))
    best = max(seconds, key=seconds.__getitem__, default="")
    return best if seconds.get(best) else ""


def spoken(names: Collection[str], text: str) -> Counter[str]:
    """How often each of these full names is in a text, without its accents and case."""
    plain = folded(text)
    full = {one for name in names if " " in (one := folded(name))}
    return Counter({name: len(re.findall(rf"\b{name}\b", plain)) for name in full})


def folded(name: str) -> str:
    """A name without accents, case, title and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(word for word in re.split(r"[\W_]+", plain) if word and word not in TITLES)


def _owner(file: Path, names: Any) -> str:
    """Whose voice a file is by its name: an expected speaker's, else as the file is called."""
    spoken = file.stem.replace("_", " ").replace("-", " ")
    return next((n for n in names if n and folded(n) == folded(spoken)), spoken.title())


def _files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.iterdir() if f.is_file()) if folder.is_dir() else []


def _turns(path: Path) -> list[tuple[float, float, str]]:
    rows = [line.split() for line in path.read_text().splitlines() if line.startswith("SPEAKER")]
    return [(float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows]


def _said(path: Path) -> str:
    """Of a `.stm`: file, channel, speaker, begin, end, labels and the text."""
    if not path.exists():
        return ""
    rows = [line.split(None, 6) for line in path.read_text().splitlines()]
    return " ".join(row[6] for row in rows if len(row) == 7 and not row[0].startswith(";;"))
