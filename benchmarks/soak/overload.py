"""Ten times what post-processing can do, for a while; then the backlog is worked off.

Post-processing is what can be driven hard on a small machine: its embeddings are answered from
vectors computed before (`benchmarks.stream`), so no model bounds it. First its rate is measured,
then transcripts come in at so many times that rate. Lag must grow in the broker and not in memory,
and the time that one transcript takes must be what it was once the backlog is gone.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import psutil
import typer
from rich.progress import Progress

from benchmarks.stack import running, settings_of
from benchmarks.stream import OURS, embedding, processes, publish, replayed, stored
from benchmarks.table import Json, Row, report
from infra.local.stack import Stack
from streams.settings import Settings

WARM, PROBES = 200, 5
MOST_GROWTH = 1.2
WITHIN_S = 3600.0


def main(
    seconds: Annotated[float, typer.Option(help="Of overload.")] = 120.0,
    times: Annotated[float, typer.Option(help="The rate it can do.")] = 10.0,
    json_file: Json = None,
) -> None:
    """Print rate, lag, memory and latency."""
    with running(OURS, ST_LLM_BASE_URL="off") as stack:
        settings = settings_of(stack)
        with embedding(settings):
            replayed(stack, settings, range(-WARM, 0))
            warm, _ = replayed(stack, settings, range(-2 * WARM, -WARM))
            before = _latency(stack, settings, -10_000)
            with _memory(processes(stack)) as (at_rest, peak):
                rate = WARM / warm
                known = stored(settings)
                published = _flooded(settings, rate * times, seconds)
                lag = known + published - stored(settings)
                drained = _drained(settings, known + published)
            after = _latency(stack, settings, -20_000)
    growth = {name: peak[name] / at_rest[name] for name in OURS}
    report(
        f"soak: overload, {times:g} times the rate for {seconds:g} s",
        [
            Row("transcripts it can do", rate, "1/s"),
            Row("transcripts published", published, ""),
            Row("times that rate", published / seconds / rate, "×", f"{times:g}",
                published >= 0.8 * times * rate * seconds),
            Row("transcripts waiting at the end of it", lag, "", "it grows",
                lag > 0.5 * published),
            *(Row(f"memory of {n} at rest", at_rest[n] / 1e6, "MB") for n in OURS),
            *(
                Row(f"memory of {n} at most, × at rest", growth[n], "×", f"<= {MOST_GROWTH:g}",
                    growth[n] <= MOST_GROWTH)
                for n in OURS
            ),
            Row("until all of it was done", drained, "s"),
            Row("latency of a transcript before", before, "s"),
            Row("latency of a transcript after", after, "s", f"<= {2 * before:.2g}",
                after <= 2 * before),
        ],
        json_file,
    )  # fmt: skip


def _latency(stack: Stack, settings: Settings, first: int) -> float:
    """Seconds that a transcript takes alone, the median of some."""
    times = [replayed(stack, settings, range(n, n + 1))[0] for n in range(first, first + PROBES)]
    return sorted(times)[PROBES // 2]


@contextmanager
def _memory(watched: dict[str, psutil.Process]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Resident bytes of each process now, and the most while this is entered."""
    at_rest = {name: process.memory_info().rss for name, process in watched.items()}
    peak = dict(at_rest)
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for name, process in watched.items():
                peak[name] = max(peak[name], process.memory_info().rss)

    thread = threading.Thread(target=look, name="memory")
    thread.start()
    try:
        yield at_rest, peak
    finally:
        over.set()
        thread.join()


def _flooded(settings: Settings, rate: float, seconds: float) -> int:
    """Publish so many transcripts a second, as far as this machine makes them; how many."""
    began = time.monotonic()

    def numbers() -> Iterator[int]:
        number = 0
        while (now := time.monotonic() - began) < seconds:
            if number < now * rate:
                yield number
                number += 1
            else:
                time.sleep(0.005)
        counts.append(number)

    counts: list[int] = []
    publish(settings, numbers())
    return counts[0]


def _drained(settings: Settings, wanted: float) -> float:
    """Seconds until so many transcripts are stored."""
    began = time.monotonic()
    with Progress() as progress:
        task = progress.add_task("the rest of the work", total=wanted)
        while (done := stored(settings)) < wanted:
            progress.update(task, completed=done)
            if time.monotonic() > began + WITHIN_S:
                raise SystemExit("not all of it was stored; see .local/bench/logs")
            time.sleep(0.5)
    return time.monotonic() - began


if __name__ == "__main__":
    typer.run(main)
