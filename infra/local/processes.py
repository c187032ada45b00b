"""Processes that outlive the supervisor, found again by pid and time of birth.

A pid alone is not enough: after a crash or a reboot the same number may belong to a stranger. A
record therefore carries the moment the process was born, and a process born at another moment is
never signalled.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import psutil

from infra.local.files import write_atomically

LOG_MARK = "--- started"
LOG_LIMIT = 20_000_000
BIRTH_TOLERANCE_S = 1.0


@dataclass(frozen=True)
class Record:
    """What must be known to stop a process that an earlier supervisor started."""

    name: str
    pid: int
    born: float
    fingerprint: str
    tier: int
    stop_signal: int
    grace_s: float


@dataclass(frozen=True)
class Launch:
    """How to start a process, and how it wants to be stopped."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    log: Path
    fingerprint: str
    tier: int
    stop_signal: int = signal.SIGTERM
    grace_s: float = 20.0
    user: str | None = None


class ProcessTable:
    """The processes of one stack, one small file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.pid.json"

    def record(self, name: str) -> Record | None:
        """The last process of that name, whether it still runs or not."""
        path = self._path(name)
        return _read(path) if path.exists() else None

    def records(self) -> list[Record]:
        """Every process that was started and not stopped since."""
        found = map(_read, sorted(self._folder.glob("*.pid.json")))
        return [record for record in found if record is not None]

    def alive(self, name: str) -> psutil.Process | None:
        """The running process of that name; a dead, reused or unreaped pid counts as none."""
        record = self.record(name)
        return None if record is None else find(record)

    def start(self, launch: Launch) -> psutil.Process:
        """Start a process in a session of its own, its output going to its log."""
        self._reap(launch.name)
        with open_log(launch.log) as log:
            child = subprocess.Popen(
                list(launch.argv),
                env=dict(launch.env),
                cwd=launch.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=launch.user,
                group=launch.user,
                extra_groups=None if launch.user is None else [],
            )
        self._children[launch.name] = child
        try:
            process = psutil.Process(child.pid)
            record = Record(
                name=launch.name,
                pid=child.pid,
                born=process.create_time(),
                fingerprint=launch.fingerprint,
                tier=launch.tier,
                stop_signal=int(launch.stop_signal),
                grace_s=launch.grace_s,
            )
            write_atomically(self._path(launch.name), json.dumps(asdict(record)) + "\n")
        except BaseException:
            child.kill()  # without a record nobody could ever stop it
            raise
        return process

    def stop(self, records: Sequence[Record]) -> list[str]:
        """Stop these together; return a line for each that had to be killed."""
        families = {record.name: _family(record) for record in records}
        for record in records:
            if families[record.name]:
                _signal(families[record.name][0], record.stop_signal)
        told = []
        for record in records:
            leader, *descendants = families[record.name] or [None]
            if leader is not None and not _gone([leader], record.grace_s):
                told.append(f"{record.name} had not ended {record.grace_s:.0f} s after being asked")
                _kill([leader])
            if descendants and not _gone(descendants, 3.0):
                told.append(f"{record.name} left {len(descendants)} processes behind: killed")
                _kill(descendants)
            self._forget(record.name)
        return told

    def kill(self, name: str) -> bool:
        """SIGKILL, as a crash would; the record stays, so that the death can be seen."""
        record = self.record(name)
        family = [] if record is None else _family(record)
        _kill(family)
        self._reap(name)
        return bool(family)

    def _forget(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        self._reap(name)

    def _reap(self, name: str) -> None:
        """Where the dead process was a child of this very supervisor, let go of it."""
        child = self._children.pop(name, None)
        if child is not None:
            child.poll()


def open_log(path: Path) -> BinaryIO:
    """A log to append to, beginning with a line that tells this start from the ones before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    log = path.open("ab")
    log.write(f"{LOG_MARK} {time.strftime('%F %T')}\n".encode())
    log.flush()
    return log


def last_lines(path: Path, count: int) -> str:
    """The end of what the process wrote since its last start."""
    text = path.read_text(errors="replace") if path.exists() else ""
    return "\n".join(text.rpartition(LOG_MARK)[2].splitlines()[1:][-count:])


def find(record: Record) -> psutil.Process | None:
    """The process that the record speaks of, if it is that one and still runs."""
    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.born) <= BIRTH_TOLERANCE_S
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.NoSuchProcess:
        return None


def memory(process: psutil.Process) -> int:
    """Resident bytes of a process and its descendants."""
    total = 0
    for member in [process, *process.children(recursive=True)]:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it ended while we were counting
    return total


def _read(path: Path) -> Record | None:
    """None for a file that is damaged: what it told of cannot be found again."""
    try:
        return Record(**json.loads(path.read_text()))
    except (ValueError, TypeError):
        return None


def _family(record: Record) -> list[psutil.Process]:
    process = find(record)
    if process is None:
        return []
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)  # psutil compares the time of birth once more
    except psutil.NoSuchProcess:
        return


def _kill(processes: Sequence[psutil.Process]) -> None:
    for process in processes:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(list(processes), timeout=10)


def _gone(processes: Sequence[psutil.Process], timeout_s: float) -> bool:
    _, left = psutil.wait_procs(list(processes), timeout=timeout_s)
    return not any(_runs(process) for process in left)


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def base_environment() -> dict[str, str]:
    """What every process inherits: ours, with Python's output not held back in a buffer."""
    return {**os.environ, "PYTHONUNBUFFERED": "1"}
