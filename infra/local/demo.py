"""The example meeting from upload to a transcript with names, on the real local stack."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from qdrant_client import models
from rich.console import Console
from rich.table import Table

from infra.local.console import Live
from infra.local.stack import Stack
from streams.settings import Settings
from streams.vectors import open_qdrant

PANEL = Path("examples/panel")
RECORDING = PANEL / "reunion_panel-citoyen.mp3"
# The names the recording and its documents can give; see examples/panel/README.md.
KNOWN = {"Jean-Marc Petit", "Kwame Mensah", "Marie Dubois", "Awa Ndiaye", "Luc Fontaine"}
console = Console()


@dataclass(frozen=True)
class Check:
    """Something the demonstration should show, what it showed, and whether that is right."""

    what: str
    seen: str
    right: bool


def main() -> None:
    """Run it all; exits with status 1 when something did not come out as it should."""
    began = time.monotonic()
    tenant = f"demo-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    with Live(console) as live:
        stack = Stack(reporter=live)
        stack.up()
    try:
        console.rule("enrol Kwame Mensah's voice")
        gateway(
            "enroll", "Kwame Mensah", PANEL / "enrolment" / "kwame_mensah.mp3", "--user", tenant
        )
        console.rule("submit the meeting with its four documents")
        context = [x for f in sorted((PANEL / "context").iterdir()) for x in ("--context", f)]
        submitted = time.monotonic()
        gateway("submit", RECORDING, *context, "--user", tenant, "--language", "fr",
                "--title", "Panel citoyen", "--wait")  # fmt: skip
        seconds = time.monotonic() - submitted
        transcript_id = latest(stack.env, tenant)
        console.rule("the transcript")
        gateway("show", transcript_id, "--user", tenant)
        checks = in_database(stack.env, tenant, transcript_id)
    finally:
        with Live(console) as live:
            Stack(reporter=live).down()
    checks.append(in_vector_store(stack.env, tenant, transcript_id))
    report(checks, seconds, time.monotonic() - began)
    sys.exit(0 if all(check.right for check in checks) else 1)


def gateway(*arguments: str | Path) -> None:
    """One command of the command line, as a person would type it."""
    command = [sys.executable, "-m", "gateway", *map(str, arguments)]
    done = subprocess.run(command, check=False, env=os.environ)
    if done.returncode:
        console.print(f"[bold red]the command failed:[/] {' '.join(command[1:])}")
        console.print("what each process said is in .local/logs")
        sys.exit(done.returncode)


def latest(env: dict[str, str], tenant: str) -> str:
    """The id of the tenant's only transcript."""
    query = "SELECT transcript_id FROM st.transcripts WHERE user_id = %s ORDER BY created_at DESC"
    with psycopg.connect(env["ST_POSTGRES_DSN"]) as connection:
        row = connection.execute(query, (tenant,)).fetchone()
    if row is None:
        raise SystemExit("the transcript is not in the database")
    return str(row[0])


def in_database(env: dict[str, str], tenant: str, transcript_id: str) -> list[Check]:
    """What should be in PostgreSQL."""
    with psycopg.connect(env["ST_POSTGRES_DSN"]) as connection:
        speakers = connection.execute(
            "SELECT name, name_source, vector_norm(pooled) FROM st.speakers"
            " WHERE user_id = %s AND transcript_id = %s",
            (tenant, transcript_id),
        ).fetchall()
        counts = {
            table: _count(connection, table, tenant)
            for table in ("st.transcripts", "st.enriched_segments", "st.voiceprint_library",
                          "st.contextual_files", "meetnoo.pipelines", "meetnoo.segments")
        }  # fmt: skip
    names = {name: source for name, source, _ in speakers if name}
    others = sorted(name for name, source in names.items() if source in ("DOCUMENT", "SPEECH"))
    wrong = sorted(set(names) - KNOWN)
    lengths = [norm for *_, norm in speakers if norm is not None]
    segments = counts["st.enriched_segments"]
    return [
        Check("speakers (5 to 7)", str(len(speakers)), 5 <= len(speakers) <= 7),
        Check("segments (30 or more)", str(segments), segments >= 30),
        Check(
            "Kwame Mensah by voiceprint",
            names.get("Kwame Mensah", "not named"),
            names.get("Kwame Mensah") == "VOICEPRINT",
        ),
        Check("named by documents or speech", ", ".join(others) or "nobody", bool(others)),
        Check("named wrongly", ", ".join(wrong) or "nobody", not wrong),
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
    wanted = models.Filter(
        must=[
            models.FieldCondition(key="user_id", match=models.MatchValue(value=tenant)),
            models.FieldCondition(
                key="transcript_id", match=models.MatchValue(value=transcript_id)
            ),
        ]
    )
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
