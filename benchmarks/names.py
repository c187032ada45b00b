"""Who was named, how and how surely: the whole system on meetings with known speakers.

A folder is one meeting laid out as `examples/panel`, or holds several such folders. Rules were
chosen on the panel; the meetings in `examples/meetings` are there to test them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from agents.context.extract import text_of
from benchmarks.stack import gateway, running, transcript
from benchmarks.table import Json, Row, report
from infra.local.meeting import Judged, Meeting, Verdict, folded, judged, load, spoken
from infra.local.stack import Stack
from streams.errors import PoisonError

EXAMPLES = (Path("examples/panel"), Path("examples/meetings"))


@dataclass(frozen=True)
class Taken:
    """A meeting and the transcript that the system made of it."""

    name: str
    meeting: Meeting
    transcript: Mapping[str, Any]

    @property
    def speakers(self) -> list[Judged]:
        """Ours, by whom the reference has."""
        return judged(self.meeting, self.transcript)


def main(
    data: Annotated[
        Path | None, typer.Option(help="A meeting, or a folder of them; the examples if none.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="As ISO 639-1; else it is detected.")] = None,
    json_file: Json = None,
) -> None:
    """Print each speaker's name with its reason, and the sums."""
    folders = [folder for given in ([data] if data else EXAMPLES) for folder in _meetings(given)]
    if not folders:
        raise SystemExit(f"{data} is no meeting and holds none: see examples/panel for the layout")
    found: list[Taken] = []
    with running() as stack:
        for folder in folders:
            meeting = load(folder)
            found.append(Taken(folder.name, meeting, _transcript(stack, folder, meeting, language)))
    console = Console(width=160)
    for one in found:
        console.print(_table(one.name, one.speakers))
    each = [row for one in found for row in _verdicts(one.speakers, f"{one.name}: ")]
    each = each if len(found) > 1 else []
    summed = [*each, *rows(found), *in_texts(found)]
    report(f"names, {len(found)} meeting(s)", summed, json_file)


def _meetings(data: Path) -> list[Path]:
    """The folder itself if it is a meeting, else those in it."""
    if (data / "expected.json").exists():
        return [data]
    return sorted(path.parent for path in data.glob("*/expected.json"))


def _transcript(
    stack: Stack, folder: Path, meeting: Meeting, language: str | None
) -> Mapping[str, Any]:
    tenant = f"names-{folder.name}"
    for name, voice in meeting.voices.items():
        gateway(stack, "enroll", name, voice, "--user", tenant)
    context = [word for file in meeting.documents for word in ("--context", file)]
    code = language or meeting.language
    told = ["--language", code] if code else []
    return transcript(
        stack, "submit", meeting.recording, *context, *told, "--user", tenant, "--wait", "--json"
    )


def rows(found: Sequence[Taken]) -> list[Row]:
    """The sums over all meetings.

    Verdicts count our speakers; people count those of the reference, of whom two may be one speaker
    of ours.
    """
    told = [(one.meeting, one.speakers) for one in found]
    everybody = [speaker for _, speakers in told for speaker in speakers]
    people = [(s, label) for m, s in told for label, name in m.speakers.items() if name]
    known = [(s, label) for m, s in told for label in sure_to_be_named(m)]
    lost = sum(not _named_right(*one) for one in known)
    return [
        *_verdicts(everybody),
        Row("who should be named", len(people), "people"),
        Row("who should be named and are not", sum(not _named_right(*p) for p in people), "people"),
        Row("in a document or the voice library", len(known), "people"),
        Row("of these not named right", lost, "people", "0", lost == 0),
    ]


def in_texts(found: Sequence[Taken]) -> list[Row]:
    """How often full names are said, by the reference, and how often they are in the texts."""
    sums: Counter[str] = Counter()
    for one in found:
        names = [*filter(None, one.meeting.speakers.values()), *one.meeting.forbidden]
        said = spoken(names, one.meeting.said)
        texts = {
            kind: spoken(names, " ".join(s[kind] for s in one.transcript["segments"]))
            for kind in ("text_raw", "text")
        }
        sums["said"] += said.total()
        sums["invented"] += (texts["text"] - said).total()
        for kind, heard in texts.items():
            sums[kind] += (heard & said).total()
    invented = sums["invented"]
    return [
        Row("full names said", sums["said"], "times"),
        Row("of these in the text as recognised", sums["text_raw"], "times"),
        Row("of these in the text that readers get", sums["text"], "times"),
        Row("full names there that were not said", invented, "times", "0", invented == 0),
    ]


def _verdicts(speakers: Sequence[Judged], meeting: str = "") -> list[Row]:
    counts = {v: sum(s.verdict is v for s in speakers) for v in Verdict}
    wrong = counts[Verdict.WRONG]
    return [
        Row(f"{meeting}named right", counts[Verdict.RIGHT], "speakers"),
        Row(f"{meeting}named as heard, marked so", counts[Verdict.AS_HEARD], "speakers"),
        Row(f"{meeting}rightly unnamed", counts[Verdict.UNNAMED], "speakers"),
        Row(f"{meeting}missing", counts[Verdict.MISSING], "speakers"),
        Row(f"{meeting}wrong", wrong, "speakers", "0", wrong == 0),
    ]


def _named_right(speakers: Sequence[Judged], label: str) -> bool:
    return any(s.reference == label and s.verdict is Verdict.RIGHT for s in speakers)


def sure_to_be_named(meeting: Meeting) -> list[str]:
    """Reference labels of those whose name is in a document or the voice library."""
    texts = [folded(_text(file)) for file in meeting.documents]
    voices = {folded(name) for name in meeting.voices}
    return [
        label
        for label, name in meeting.speakers.items()
        if name and (folded(name) in voices or any(folded(name) in text for text in texts))
    ]


def _text(file: Path) -> str:
    try:
        return text_of(file.name, file.read_bytes(), max_bytes=20_000_000, max_pages=300)
    except PoisonError:  # a meeting may hold a broken document on purpose: it names nobody
        return ""


def _table(name: str, speakers: Sequence[Judged]) -> Table:
    table = Table("label", "voice of", "expected", "name", "source", "score", "passage", "verdict")
    table.title = name
    for s in sorted(speakers, key=lambda s: s.verdict):
        table.add_row(
            s.label, s.reference, s.expected or "nobody", s.name or "none", s.source.lower(),
            f"{s.score:.2f}", s.passage, s.verdict,
        )  # fmt: skip
    return table


if __name__ == "__main__":
    typer.run(main)
