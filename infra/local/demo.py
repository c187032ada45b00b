"""The example meeting from upload to a transcript with names, on the real local stack."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table

from infra.local import kills, meeting
from infra.local.console import Live
from infra.local.meeting import Judged, Verdict
from infra.local.stack import Stack
from streams.settings import Settings
from streams.vectors import of_tenant, open_qdrant

PANEL = Path("examples/panel")
WORKERS = ("gpu-transcribe", "gpu-voices", "agents", "sink-postgres")
KILL_EVERY_S = 15.0
console = Console()


@dataclass(frozen=True)
class Check:
    """Something the demonstration should show, what it showed, and whether that is right."""

    what: str
    seen: str
    right: bool


def main(*, kill: bool = False) -> None:
    """Run it all; exits with status 1 when something did not come out as it should.

    With `kill` each of our workers dies by SIGKILL once while the meeting is worked on.
    """
    began = time.monotonic()
    tenant = f"demo-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with Live(console) as live:
        stack = Stack(reporter=live)
        stack.up()
    try:
        panel = meeting.load(PANEL)
        for name, voice in panel.voices.items():
            console.rule(f"enrol {name}'s voice")
            gateway("enroll", name, voice, "--user", tenant)
        console.rule("submit the meeting with its four documents")
        context = [x for f in panel.documents for x in ("--context", f)]
        submitted = time.monotonic()
        victims = WORKERS if kill else ()
        with kills.one_after_another(Stack(), victims, KILL_EVERY_S, console.print) as killed:
            gateway("submit", panel.recording, *context, "--user", tenant, "--language", "fr",
                    "--title", "Panel citoyen", "--wait")  # fmt: skip
        seconds = time.monotonic() - submitted
        transcript_id = latest(stack.env, tenant)
        console.rule("the transcript")
        gateway("show", transcript_id, "--user", tenant)
        found = subprocess.run(
            command("show", transcript_id, "--user", tenant, "--format", "json"),
            check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        checks = in_transcript(meeting.judged(panel, json.loads(found.stdout)))
        checks += in_database(stack.env, tenant, transcript_id)
        if kill:
            checks.append(Check("killed in mid-work", ", ".join(killed), tuple(killed) == WORKERS))
    finally:
        with Live(console) as live:
            Stack(reporter=live).down()
    checks.append(in_vector_store(stack.env, tenant, transcript_id))
    report(checks, seconds, time.monotonic() - began)
    sys.exit(0 if all(check.right for check in checks) else 1)


def gateway(*arguments: str | Path) -> None:
    """One command of the command line, as a person would type it."""
    typed = command(*arguments)
    done = subprocess.run(typed, check=False)
    if done.returncode:
        console.print(f"[bold red]the command failed:[/] {' '.join(typed[1:])}")
        console.print("what each process said is in .local/logs")
        sys.exit(done.returncode)


def command(*arguments: str | Path) -> list[str]:
    """The words of a command."""
    return [sys.executable, "-m", "gateway", *map(str, arguments)]


def latest(env: dict[str, str], tenant: str) -> str:
    """The id of the tenant's only transcript."""
    query = "SELECT transcript_id FROM st.transcripts WHERE user_id = %s ORDER BY created_at DESC"
    with psycopg.connect(env["ST_POSTGRES_OPERATOR_DSN"]) as connection:
        row = connection.execute(query, (tenant,)).fetchone()
    if row is None:
        raise SystemExit("the transcript is not in the database")
    return str(row[0])


def in_transcript(speakers: Sequence[Judged]) -> list[Check]:
    """What should be in the transcript, every speaker compared with the reference."""
    right = {s.name: s.source for s in speakers if s.verdict is Verdict.RIGHT}
    wrong = [f"{s.name} for {s.reference}" for s in speakers if s.verdict is Verdict.WRONG]
    others = sorted(name for name, source in right.items() if name and source != "VOICEPRINT")
    return [
        Check("speakers (5 to 7)", str(len(speakers)), 5 <= len(speakers) <= 7),
        Check(
            "Kwame Mensah by voiceprint",
            right.get("Kwame Mensah", "not named"),
            right.get("Kwame Mensah") == "VOICEPRINT",
        ),
        Check("named by documents or speech", ", ".join(others) or "nobody", bool(others)),
        Check("named wrongly", ", ".join(wrong) or "nobody", not wrong),
    ]


def in_database(env: dict[str, str], tenant: str, transcript_id: str) -> list[Check]:
    """What should be in PostgreSQL."""
    with psycopg.connect(env["ST_POSTGRES_OPERATOR_DSN"]) as connection:
        speakers = connection.execute(
            "SELECT vector_norm(pooled) FROM st.speakers WHERE user_id = %s AND transcript_id = %s",
            (tenant, transcript_id),
        ).fetchall()
        counts = {
            table: _count(connection, table, tenant)
            for table in ("st.transcripts", "st.enriched_segments", "st.voiceprint_library",
                          "st.contextual_files", "meetnoo.pipelines", "meetnoo.segments")
        }  # fmt: skip
    lengths = [norm for (norm,) in speakers if norm is not None]
    segments = counts["st.enriched_segments"]
    return [
        Check("segments (30 or more)", str(segments), segments >= 30),
        Check(
            "pooled vectors of length 1",
            f"{len(lengths)} of {len(speakers)}",
            len(lengths) == len(speakers) and all(abs(n - 1) < 1e-3 for n in lengths),
        ),
        *[Check(f"rows in {table}", str(count), count > 0) for table, count in counts.items()],
    ]


def _count(connection: psycopg.Connection[tuple[int]], table: str, tenant: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE user_id = %s"
    row = connection.execute(query.encode(), (tenant,)).fetchone()
    return row[0] if row else 0


def in_vector_store(env: dict[str, str], tenant: str, transcript_id: str) -> Check:
    """The chunks, counted in the store itself once its owner has closed it."""
    values = {name.removeprefix("ST_").lower(): value for name, value in env.items()}
    client = open_qdrant(Settings(**values))  # type: ignore[arg-type]
    wanted = of_tenant(tenant, transcript_id=transcript_id)
    names = [c.name for c in client.get_collections().collections]
    chunks = sum(client.count(name, count_filter=wanted).count for name in names)
    client.close()
    return Check("chunks in Qdrant (10 to 20)", str(chunks), 10 <= chunks <= 20)


def report(checks: list[Check], seconds: float, total: float) -> None:
    """The table of what was to be seen, and where to look next."""
    table = Table("what", "seen", "", title="what the demonstration shows")
    for check in checks:
        table.add_row(check.what, check.seen, "ok" if check.right else "[red]WRONG[/]")
    console.print(table)
    console.print(f"submit to completed {seconds:.0f} s; all in all {total:.0f} s")
    console.print(
        "Next: make up, then python -m gateway submit YOUR-AUDIO --context YOUR-CV --wait; "
        "README.md says what is where, .local/logs has what each process said."
    )
