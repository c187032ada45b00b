"""A benchmark that is ended leaves nothing behind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.integration, pytest.mark.timeout(120)]
CLONE = Path(__file__).parents[2]
MEASURE = """
import time
from benchmarks.stack import running
with running(["postgres"]) as stack:
    [pid] = [one.pid for one in stack.status() if one.name == "postgres"]
    print("runs", pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[str]:
    """Not pytest's own: any pytest that starts takes from the database's user the way to those."""
    with tempfile.TemporaryDirectory(prefix="st-") as folder:
        yield folder


def test_a_benchmark_that_is_told_to_stop_stops_its_stack(folder: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(CLONE)}
    with subprocess.Popen(
        [sys.executable, "-c", MEASURE],
        cwd=folder, env=environment, stdout=subprocess.PIPE, text=True,
    ) as benchmark:  # fmt: skip
        assert benchmark.stdout is not None
        line = next(x for x in benchmark.stdout if x.startswith("runs"))
        benchmark.terminate()
        benchmark.communicate(timeout=60)
    postgres = int(line.split()[1])
    if psutil.pid_exists(postgres):
        psutil.Process(postgres).kill()
        pytest.fail("its database still runs")
