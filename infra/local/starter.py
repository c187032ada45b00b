"""Bring up services and steps, each as soon as what it needs is there, side by side."""

import hashlib
import json
import subprocess
import time
from collections.abc import Collection, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path
from threading import Event

from infra.local.errors import StackError
from infra.local.files import write_atomically
from infra.local.layout import PROJECT
from infra.local.model import Service, Step
from infra.local.processes import Launch, ProcessTable, base_environment, last_lines, open_log
from infra.local.report import Reporter

PAUSE_S = 0.1
TAIL_LINES = 15


class _CancelledError(Exception):
    """Another item failed, or the user gave up: that is what will be told, not this."""


class Starter:
    """One run of `up`. If one item fails, the others in hand are left running and it is raised."""

    def __init__(self, table: ProcessTable, logs: Path, reporter: Reporter) -> None:
        self._table = table
        self._logs = logs
        self._reporter = reporter
        self._cancelled = Event()

    def run(self, items: Mapping[str, Service | Step], *, again: Collection[str] = ()) -> None:
        """Bring up all items; return when every service is ready and every step has ended.

        Steps whose result is there are left out, but for those in `again`.
        """
        skipped = [item for item in items.values() if isinstance(item, Step) and item.is_done()]
        items = dict(items)
        for step in skipped:
            if step.name not in again:
                del items[step.name]
        order = {name: [n for n in item.needs if n in items] for name, item in items.items()}
        sorter = TopologicalSorter(order)
        sorter.prepare()
        with ThreadPoolExecutor(max_workers=max(1, len(items))) as pool:
            at_work: dict[Future[None], str] = {}
            try:
                while sorter.is_active():
                    for name in sorter.get_ready():
                        at_work[pool.submit(self._bring_up, items[name])] = name
                    finished, _ = wait(at_work, return_when=FIRST_COMPLETED)
                    for future in finished:
                        future.result()
                        sorter.done(at_work.pop(future))
            except BaseException:
                self._cancelled.set()
                raise

    def _bring_up(self, item: Service | Step) -> None:
        began = time.monotonic()
        outcome = self._start(item) if isinstance(item, Service) else self._execute(item)
        self._reporter.done(item.name, outcome, time.monotonic() - began)

    def _start(self, service: Service) -> str:
        name, fingerprint = service.name, _fingerprint(service)
        record = self._table.record(name)
        running = self._table.alive(name) is not None
        if running and record is not None and record.fingerprint != fingerprint:
            self._reporter.note(f"{name}: its settings have changed since it was started")
            self._reporter.began(name, "stopping")
            for line in self._table.stop([record]):
                self._reporter.note(line)
            running = False
        if not running:
            self._reporter.began(name, "preparing")
            service.prepare()
            self._table.start(self._launch(service, fingerprint))
        self._reporter.began(name, "starting")
        self._wait_until_ready(service)
        waits = service.waits()
        return ("already running" if running else "ready") + (f" ({waits})" if waits else "")

    def _launch(self, service: Service, fingerprint: str) -> Launch:
        return Launch(
            name=service.name,
            argv=service.argv,
            env={**base_environment(), **service.env},
            cwd=service.cwd,
            log=self._log(service.name),
            fingerprint=fingerprint,
            tier=service.tier,
            stop_signal=service.stop_signal,
            grace_s=service.grace_s,
            user=service.user,
        )

    def _wait_until_ready(self, service: Service) -> None:
        deadline = time.monotonic() + service.start_timeout_s
        while not service.ready():
            if self._table.alive(service.name) is None:
                raise StackError(f"{service.name} ended while starting{self._tail(service.name)}")
            if time.monotonic() > deadline:
                waited = f"was not ready after {service.start_timeout_s:.0f} s"
                raise StackError(f"{service.name} {waited}{self._tail(service.name)}")
            if self._cancelled.wait(PAUSE_S):
                raise _CancelledError

    def _execute(self, step: Step) -> str:
        self._reporter.began(step.name, "running")
        deadline = time.monotonic() + step.timeout_s
        environment = {**base_environment(), **step.env}
        with open_log(self._log(step.name)) as log:
            child = subprocess.Popen(
                step.argv,
                env=environment,
                cwd=PROJECT,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            while child.poll() is None:
                if self._cancelled.wait(PAUSE_S) or time.monotonic() > deadline:
                    child.kill()
                    child.wait()
        if self._cancelled.is_set():
            raise _CancelledError
        if child.returncode != 0:
            how = "took too long" if time.monotonic() > deadline else "failed"
            raise StackError(f"the step {step.name} {how}{self._tail(step.name)}")
        write_atomically(step.stamp, step.fingerprint())
        return "done"

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def _tail(self, name: str) -> str:
        log = self._log(name)
        return f"; the end of {log}:\n{last_lines(log, TAIL_LINES)}"


def _fingerprint(service: Service) -> str:
    """Changes when a running process would have to be started anew to obey its settings."""
    what = json.dumps([service.argv, sorted(service.env.items())])
    return hashlib.sha256(what.encode()).hexdigest()
