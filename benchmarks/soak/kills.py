"""SIGKILL at random over all kinds of process while short recordings run.

Every process may die: broker, registry, PostgreSQL, agents, sinks, GPU workers. Each is started
again as a supervisor would. At the end every recording must be complete, each row and point there
exactly once, and no process left over. The language model is off: it would only add time.
"""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import psutil
import psycopg
import typer
from qdrant_client import QdrantClient, models
from rich.progress import Progress

from benchmarks.recordings import joined
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from gateway import submit
from infra.local.stack import Stack
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings
from streams.vectors import PREFIX, open_qdrant

TENANT = "soak"
DOCUMENT = Path("examples/panel/context/CV_Kwame_Mensah.txt")
DIE = (
    "kafka", "registry", "postgres", "agents", "sink-postgres", "gpu-transcribe", "gpu-voices",
)  # fmt: skip
ENDED_WITHIN_S = 1800.0
_ENDED = """
SELECT status, count(*) FROM st.transcripts WHERE user_id = %s GROUP BY status
"""
# A transcript whose rows are not exactly those that its summary announced.
_WRONG_ROWS = """
SELECT count(*) FROM st.transcripts t WHERE user_id = %(user)s AND (
    segment_total IS DISTINCT FROM (SELECT count(*) FROM st.enriched_segments s
        WHERE s.user_id = t.user_id AND s.transcript_id = t.transcript_id)
    OR segment_total IS DISTINCT FROM (SELECT count(*) FROM meetnoo.segments s
        WHERE s.user_id = t.user_id AND s.transcript_id = t.transcript_id)
    OR speaker_total IS DISTINCT FROM (SELECT count(*) FROM st.speakers s
        WHERE s.user_id = t.user_id AND s.transcript_id = t.transcript_id))
"""
_CHUNKS = """
SELECT transcript_id, sum(chunk_count) FROM st.contextual_files
WHERE user_id = %s GROUP BY transcript_id
"""


def main(
    recordings: Annotated[int, typer.Option(help="Of some seconds each.")] = 30,
    kills: Annotated[int, typer.Option(help="How many in all.")] = 100,
    seconds: Annotated[float, typer.Option(help="Of each recording.")] = 8.0,
    seed: Annotated[int, typer.Option(help="Of the choice of victims.")] = 7,
    json_file: Json = None,
) -> None:
    """Print what was killed and what came of it."""
    with running(ST_LLM_BASE_URL="off") as stack:
        settings, env = settings_of(stack), stack.env
        began = time.monotonic()
        with submitting(settings, recordings, seconds) as upload:
            killed, longest = _kill(stack, kills, recordings, upload, random.Random(seed))
        ended = ended_within(settings, recordings)
        minutes = (time.monotonic() - began) / 60
        rows = rows_wrong(settings)
        stack.down([name for name in DIE if name not in ("kafka", "registry", "postgres")])
        wrong_points = _wrong_points(settings)
    left = [p for p in psutil.process_iter() if _belongs(p, env["ST_POSTGRES_DSN"])]
    completed = ended["completed"]
    report(
        f"soak: kills, {recordings} recordings of {seconds:g} s",
        [
            *(Row(f"SIGKILL of {name}", count, "×") for name, count in sorted(killed.items())),
            Row("SIGKILL in all", killed.total(), "×", f"{kills}", killed.total() == kills),
            Row("longest until a process was ready again", longest, "s"),
            Row("recordings complete", completed, "", f"{recordings}", completed == recordings),
            Row("transcripts with rows missing or too many", rows, "", "0", rows == 0),
            Row("transcripts with points missing or too many", wrong_points, "", "0",
                wrong_points == 0),
            Row("processes left over", len(left), "", "0", not left),
            Row("in all", minutes, "min"),
        ],
        json_file,
    )  # fmt: skip


@contextmanager
def submitting(settings: Settings, count: int, seconds: float) -> Iterator[Callable[[], None]]:
    """A function that uploads one recording, `count` times at most."""
    publisher = Publisher(settings, Codec.of(settings))
    objects = ObjectStore(settings)
    numbers = iter(range(count))
    with tempfile.TemporaryDirectory() as folder:
        clip = joined(Path(folder) / "clip.wav", seconds)

        def upload() -> None:
            event = submit.upload(
                objects, clip, [DOCUMENT], user_id=TENANT,
                options=submit.Options(title=f"recording {next(numbers)}", language="en"),
            )  # fmt: skip
            publisher.publish(event)

        yield upload


def _kill(
    stack: Stack, kills: int, recordings: int, upload: Callable[[], None], chance: random.Random
) -> tuple[Counter[str], float]:
    """Kill and start again while recordings come in; who, and the longest absence."""
    killed: Counter[str] = Counter()
    longest = 0.0
    with Progress() as progress:
        task = progress.add_task("killing", total=kills)
        for number in range(kills):
            for _ in range(recordings * number // kills, recordings * (number + 1) // kills):
                upload()
            time.sleep(chance.uniform(0, 3))
            name = chance.choice(DIE)
            stack.kill(name)
            began = time.monotonic()
            time.sleep(chance.uniform(0, 2))
            stack.start(name)
            longest = max(longest, time.monotonic() - began)
            killed[name] += 1
            progress.advance(task)
    return killed, longest


def ended(settings: Settings) -> Counter[str]:
    """How many recordings have ended, and how."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        counts: dict[str, int] = dict(connection.execute(_ENDED, (TENANT,)).fetchall())
    return Counter({s: counts.get(s, 0) for s in ("completed", "failed")})


def ended_within(settings: Settings, recordings: int) -> Counter[str]:
    """How they ended; what stands still for good is not waited for for ever."""
    deadline = time.monotonic() + ENDED_WITHIN_S
    with Progress() as progress:
        task = progress.add_task("the rest of the work", total=recordings)
        while (counts := ended(settings)).total() < recordings and time.monotonic() < deadline:
            progress.update(task, completed=counts.total())
            time.sleep(1)
    return counts


def rows_wrong(settings: Settings) -> int:
    """Transcripts with rows missing or too many."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        row = connection.execute(_WRONG_ROWS, {"user": TENANT}).fetchone()
    return int(row[0]) if row else 0


def _wrong_points(settings: Settings) -> int:
    """Transcripts that have not as many points as their documents had chunks."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        chunks: dict[UUID, int] = dict(connection.execute(_CHUNKS, (TENANT,)).fetchall())
    client = open_qdrant(settings)
    try:
        return sum(_points(client, t) != int(wanted) for t, wanted in chunks.items())
    finally:
        client.close()


def _points(client: QdrantClient, transcript_id: UUID) -> int:
    match = models.MatchValue(value=str(transcript_id))
    mine = models.Filter(must=[models.FieldCondition(key="transcript_id", match=match)])
    names = [c.name for c in client.get_collections().collections if c.name.startswith(PREFIX)]
    return sum(client.count(name, count_filter=mine).count for name in names)


def _belongs(process: psutil.Process, dsn: str) -> bool:
    """Whether a process was started with this stack's settings. We ourselves were not."""
    try:
        environment: dict[str, Any] = process.environ()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False
    return environment.get("ST_POSTGRES_DSN") == dsn


if __name__ == "__main__":
    typer.run(main)
