"""Processes that outlive the command that started them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from infra.local.processes import Launch, ProcessTable, Record

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = ("/bin/sh", "-c", "trap '' TERM; echo up; exec sleep 60")
PARENT = ("/bin/sh", "-c", "sleep 60 & exec sleep 61")


def launch(folder: Path, argv: tuple[str, ...], name: str = "worker") -> Launch:
    return Launch(
        name=name,
        argv=argv,
        env=dict(os.environ),
        cwd=folder,
        log=folder / f"{name}.log",
        fingerprint="one",
        tier=0,
        grace_s=1.0,
    )


def until(holds: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class TestProcesses:
    def test_started_found_by_another_supervisor_and_stopped(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        process = table.start(launch(tmp_path, SLEEP))
        other = ProcessTable(tmp_path / "run")
        found = other.alive("worker")
        assert found is not None
        assert found.pid == process.pid
        assert other.stop(other.records()) == []
        assert table.alive("worker") is None
        assert other.records() == []

    def test_a_reused_pid_is_neither_taken_for_ours_nor_signalled(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        with subprocess.Popen(SLEEP) as stranger:
            born = psutil.Process(stranger.pid).create_time()
            record = Record(
                name="worker",
                pid=stranger.pid,
                born=born - 100,
                fingerprint="one",
                tier=0,
                stop_signal=signal.SIGTERM,
                grace_s=1.0,
            )
            path = tmp_path / "run" / "worker.pid.json"
            path.parent.mkdir()
            path.write_text(json.dumps(vars(record)))
            assert table.alive("worker") is None
            assert not table.kill("worker")
            assert table.stop(table.records()) == []
            assert stranger.poll() is None
            stranger.kill()

    def test_one_that_will_not_end_is_killed_and_it_is_said(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        table.start(launch(tmp_path, DEAF))
        until(lambda: "up" in (tmp_path / "worker.log").read_text())
        told = table.stop(table.records())
        assert len(told) == 1
        assert "worker had not ended 1 s" in told[0]
        assert table.alive("worker") is None

    def test_children_left_behind_are_ended_too(self, table: ProcessTable, tmp_path: Path) -> None:
        process = table.start(launch(tmp_path, PARENT))
        until(lambda: len(process.children()) == 1)
        (child,) = process.children()
        table.stop(table.records())
        assert not child.is_running()

    @pytest.mark.parametrize("damaged", ["", "{", "{}", "[]", '{"name": "worker"}'])
    def test_a_record_that_is_damaged_counts_as_none(
        self, table: ProcessTable, tmp_path: Path, damaged: str
    ) -> None:
        path = tmp_path / "run" / "worker.pid.json"
        path.parent.mkdir()
        path.write_text(damaged)
        assert (table.record("worker"), table.alive("worker"), table.records()) == (None, None, [])
        process = table.start(launch(tmp_path, SLEEP))
        assert [record.pid for record in table.records()] == [process.pid]
        table.stop(table.records())

    def test_a_killed_one_is_seen_as_dead_and_its_record_stays(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        table.start(launch(tmp_path, SLEEP))
        assert table.kill("worker")
        assert table.alive("worker") is None
        assert table.record("worker") is not None
