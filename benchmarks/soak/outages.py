"""PostgreSQL, the broker, the registry, the bucket and the language model, each gone for a while.

Recordings are under way and come in meanwhile. What needs the one that is gone must wait and say so
on its health page, go on by itself afterwards, and nothing may be lost or given up. With the
registry gone a worker is started anew, as those that run know their schemas, and with the bucket
gone too. Without the language model nothing waits: it is a guest.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Annotated

import psycopg
import typer
from rich.console import Console

from benchmarks import s3
from benchmarks.soak.kills import ended, ended_within, rows_wrong, submitting
from benchmarks.stack import running, settings_of
from benchmarks.table import Json, Row, report
from infra.local import probes
from infra.local.stack import Stack
from streams import dead_letters
from streams.settings import Settings

AGAIN_WITHIN_S = 120.0
GPU = ("gpu-transcribe", "gpu-voices")
OURS = ("agents", "sink-postgres", *GPU)
# Takes what has this name away, or gives it back.
Switch = Callable[[str, bool], None]
_SINCE = "SELECT count(*) FROM meetnoo.phase_runs WHERE finished_at > to_timestamp(%s)"


@dataclass(frozen=True)
class Outage:
    """What is gone, the words that tell of it, who has to say them, and whether uploads need it."""

    name: str
    says: str
    waiting: frozenset[str]
    started_anew: str | None = None
    uploads: bool = False


OUTAGES = (
    Outage("postgres", "database does not answer", frozenset({"agents", "sink-postgres"})),
    Outage("kafka", "broker does not answer", frozenset(OURS), uploads=True),
    Outage("registry", "registry does not answer", frozenset({"gpu-transcribe"}), "gpu-transcribe"),
    # The sink reads none of it but keys that it does not know yet.
    Outage(
        "bucket",
        "object store does not answer",
        frozenset({"agents", *GPU}),
        started_anew="gpu-transcribe",
        uploads=True,
    ),
    Outage("llm", "", frozenset()),
)


@dataclass
class Seen:
    """Seconds until each process said what it waits for, and until work went on afterwards; how
    many recordings were completed meanwhile."""

    said_after: dict[str, float] = field(default_factory=dict)
    resumed: float = 0.0
    meanwhile: int = 0


def main(
    seconds: Annotated[float, typer.Option(help="Each is gone for.")] = 60.0,
    recordings: Annotated[int, typer.Option(help="That come in at each outage, of 8 s.")] = 4,
    json_file: Json = None,
) -> None:
    """Print who waited, and how long it took until work went on."""
    seen: dict[str, Seen] = {}
    total = recordings * len(OUTAGES)
    with _switched() as (stack, switch):
        settings = settings_of(stack)
        before = _processes(stack)
        began = time.monotonic()
        with submitting(settings, total, 8.0) as upload:
            for number, outage in enumerate(OUTAGES):
                seen[outage.name] = _gone(
                    stack, switch, settings, outage, seconds, upload, recordings
                )
                ended_within(settings, recordings * (number + 1))
        completed = ended_within(settings, total)["completed"]
        minutes = (time.monotonic() - began) / 60
        wrong, letters = rows_wrong(settings), dead_letters.read(settings)
        restarted = [name for name, pid in _processes(stack).items() if pid != before[name]]
    for letter in letters.values():
        Console().print(f"dead letter: {letter.stage}: {letter.reason}", markup=False)
    unasked = set(restarted) - {o.started_anew for o in OUTAGES}
    report(
        f"soak: outages of {seconds:g} s",
        [
            *_rows(seen),
            Row("recordings complete", completed, "", f"{total}", completed == total),
            Row("dead letters", len(letters), "", "0", not letters),
            Row("transcripts with rows missing or too many", wrong, "", "0", wrong == 0),
            Row("our processes that ended", len(unasked), "", "0", not unasked),
            Row("in all", minutes, "min"),
        ],
        json_file,
    )


@contextmanager
def _switched() -> Iterator[tuple[Stack, Switch]]:
    """The stack, with its objects in a bucket; and what takes a part of it away."""
    with s3.serving() as (bucket, environment):
        os.environ.update(environment)
        with running(ST_OBJECT_STORE=f"s3://{s3.BUCKET}/soak") as stack:

            def switch(name: str, on: bool) -> None:
                if name == "bucket":
                    bucket.start() if on else bucket.stop()
                else:
                    stack.start(name) if on else stack.kill(name)

            yield stack, switch


def _rows(seen: dict[str, Seen]) -> Iterator[Row]:
    for outage in OUTAGES:
        found = seen[outage.name]
        for process in sorted(outage.waiting):
            after = found.said_after.get(process)
            yield Row(
                f"{outage.name} gone: {process} says so after", -1.0 if after is None else after,
                "s", "it does", after is not None,
            )  # fmt: skip
        if not outage.waiting:
            silent = not found.said_after
            yield Row(f"{outage.name} gone: processes that wait", len(found.said_after), "", "0",
                      silent)  # fmt: skip
            yield Row(f"{outage.name} gone: recordings completed meanwhile", found.meanwhile, "",
                      ">= 1", found.meanwhile >= 1)  # fmt: skip
            continue
        yield Row(
            f"{outage.name} back: work goes on after", found.resumed, "s",
            f"<= {AGAIN_WITHIN_S:g}", found.resumed <= AGAIN_WITHIN_S,
        )  # fmt: skip


def _gone(
    stack: Stack,
    switch: Switch,
    settings: Settings,
    outage: Outage,
    seconds: float,
    upload: Callable[[], None],
    recordings: int,
) -> Seen:
    """Take it away while recordings come in, and give it back."""
    seen = Seen()
    before = ended(settings)["completed"]
    upload()
    time.sleep(1.0)  # its work is under way
    left = recordings - 1
    if outage.uploads:
        for _ in range(left):
            upload()
        left = 0
    switch(outage.name, False)
    with _watching(stack, outage, seen):
        began = time.monotonic()
        if outage.started_anew is not None:
            stack.kill(outage.started_anew)
            stack.start(outage.started_anew)
        for number in range(left):
            time.sleep(max(0.0, began + seconds * (number + 1) / (left + 1) - time.monotonic()))
            upload()
        time.sleep(max(0.0, began + seconds - time.monotonic()))
    if not outage.waiting:
        seen.meanwhile = ended(settings)["completed"] - before
        switch(outage.name, True)
        return seen
    switch(outage.name, True)
    back, at = time.monotonic(), time.time()
    while not _worked_since(settings, at) and time.monotonic() < back + 2 * AGAIN_WITHIN_S:
        time.sleep(0.2)
    seen.resumed = time.monotonic() - back
    return seen


@contextmanager
def _watching(stack: Stack, outage: Outage, seen: Seen) -> Iterator[None]:
    """Read the health pages all the while."""
    over = Event()
    ports = {one.name: one.port for one in stack.status() if one.name in OURS}
    began = time.monotonic()

    def look() -> None:
        while not over.wait(0.5):
            for name, port in ports.items():
                said = probes.waits(port)
                if name not in seen.said_after and outage.says and outage.says in said:
                    seen.said_after[name] = time.monotonic() - began
                elif not outage.says and said:
                    seen.said_after.setdefault(name, time.monotonic() - began)

    thread = Thread(target=look, name="health")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _worked_since(settings: Settings, at: float) -> bool:
    """Whether a phase has ended since then."""
    with psycopg.connect(settings.postgres_operator_dsn.get_secret_value()) as connection:
        row = connection.execute(_SINCE, (at,)).fetchone()
    return row is not None and row[0] > 0


def _processes(stack: Stack) -> dict[str, int | None]:
    return {one.name: one.pid for one in stack.status() if one.name in OURS}


if __name__ == "__main__":
    typer.run(main)
