"""Who was named, how and how surely: the whole system on meetings with known speakers.

A folder is one meeting laid out as `examples/panel`, or holds several such folders.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from agents.context.extract import text_of
from benchmarks.stack import gateway, running, transcript
from benchmarks.table import Row, report
from infra.local.meeting import Judged, Meeting, Verdict, folded, judged, load
from infra.local.stack import Stack
from streams.errors import PoisonError


def main(
    data: Annotated[Path, typer.Option(help="A meeting, or a folder of them.")] = Path(
        "examples/panel"
    ),
    language: Annotated[str | None, typer.Option(help="As ISO 639-1; else it is detected.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Print each speaker's name with its reason, and the sums."""
    folders = [data] if (data / "expected.json").exists() else sorted(_meetings(data))
    if not folders:
        raise SystemExit(f"{data} is no meeting and holds none: see examples/panel for the layout")
    found: list[tuple[str, Meeting, list[Judged]]] = []
    with running() as stack:
        for folder in folders:
            meeting = load(folder)
            found.append((folder.name, meeting, _taken_through(stack, folder, meeting, language)))
    console = Console(width=160)
    for name, _, speakers in found:
        console.print(_table(name, speakers))
    report(f"names, {len(found)} meeting(s)", rows(found), json_file)


def _meetings(data: Path) -> list[Path]:
    return [path.parent for path in data.glob("*/expected.json")]


def _taken_through(
    stack: Stack, folder: Path, meeting: Meeting, language: str | None
) -> list[Judged]:
    tenant = f"names-{folder.name}"
    for name, voice in meeting.voices.items():
        gateway(stack, "enroll", name, voice, "--user", tenant)
    context = [word for file in meeting.documents for word in ("--context", file)]
    spoken = language or meeting.language
    told = ["--language", spoken] if spoken else []
    return judged(
        meeting,
        transcript(
            stack, "submit", meeting.recording, *context, *told, "--user", tenant,
            "--wait", "--json",
        ),
    )  # fmt: skip


def rows(found: Sequence[tuple[str, Meeting, list[Judged]]]) -> list[Row]:
    """The sums over all meetings."""
    everybody = [speaker for _, _, speakers in found for speaker in speakers]
    counts = {v: sum(s.verdict is v for s in everybody) for v in Verdict}
    due = [(m, s, speakers) for _, m, speakers in found for s in sure_to_be_named(m)]
    lost = sum(
        not any(x.reference == label and x.verdict is Verdict.RIGHT for x in speakers)
        for _, label, speakers in due
    )
    return [
        Row("named right", counts[Verdict.RIGHT], "speakers"),
        Row("named as heard, marked so", counts[Verdict.AS_HEARD], "speakers"),
        Row("rightly unnamed", counts[Verdict.UNNAMED], "speakers"),
        Row("missing", counts[Verdict.MISSING], "speakers"),
        Row("wrong", counts[Verdict.WRONG], "speakers", "0", counts[Verdict.WRONG] == 0),
        Row("in a document or the voice library", len(due), "speakers"),
        Row("of these not named right", lost, "speakers", "0", lost == 0),
    ]


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
