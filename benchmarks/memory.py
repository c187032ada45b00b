"""The most memory that the GPU stages' processes hold, by the length of the recording.

The recordings are the example clips joined to the lengths asked for. The local stack's two workers
take them through over the real broker, and begin anew for each, so that the most that one has held
(VmHWM of /proc/PID/status) is that recording's.
"""

import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Unfinished
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import psutil
import typer

from benchmarks.recordings import joined
from benchmarks.stack import console, running
from benchmarks.table import Json, Row, report
from benchmarks.workers import BACKING, VOICES, Worker, taken_through, working
from infra.local.stack import Stack

GOAL = 1.2
LOOK_S = 2.0
WITHIN_S = 3 * 3600.0
WORKERS = (Worker("transcribe", 1), Worker(f"preprocess,{VOICES}", 1))


def main(
    minutes: Annotated[list[float] | None, typer.Option(help="10, 60 and 240 if none.")] = None,
    json_file: Json = None,
) -> None:
    """Print each process's memory for each length, and beside the shortest's."""
    rows = []
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, running(BACKING) as stack:
        for length in minutes or [10.0, 60.0, 240.0]:
            audio = joined(Path(folder) / "audio.wav", length * 60)
            for stages, peak in _peaks(stack, audio, f"{length:g} min").items():
                growth = peak / least.setdefault(stages, peak)
                rows += [
                    Row(f"{length:g} min: {stages}", peak, "MB"),
                    Row("beside the first", growth, "×", f"<= {GOAL}", growth <= GOAL),
                ]
    report("memory", rows, json_file)


def _peaks(stack: Stack, audio: Path, name: str) -> dict[str, float]:
    """MB by stages, once the recording is through."""
    with working(stack, WORKERS), ThreadPoolExecutor(1) as pool, console.status(name) as status:
        workers = [p for p in psutil.Process().children() if "gpu_consumers" in p.cmdline()]
        began = time.monotonic()
        work = pool.submit(taken_through, stack, audio, "en", WITHIN_S)
        while True:
            with suppress(Unfinished):
                work.result(LOOK_S)
                break
            held = ", ".join(f"{mb:.0f} MB" for mb in map(_peak, workers))
            status.update(f"{name}: {time.monotonic() - began:.0f} s, at most {held}")
        return {worker.cmdline()[-1]: _peak(worker) for worker in workers}


def _peak(worker: psutil.Process) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{worker.pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    typer.run(main)
