"""The local stack as an object: what the command line and the tests drive.

stack = Stack(Path("mine"))
stack.up(only=["kafka", "registry"])
stack.kill("kafka")
stack.start("kafka")
stack.down()
"""

import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from infra.local import artefacts, catalogue, envfile, locks, ports, training
from infra.local.errors import StackError
from infra.local.layout import Layout
from infra.local.model import Place, Service
from infra.local.processes import ProcessTable, memory
from infra.local.report import Reporter, Silence
from infra.local.services import postgres
from infra.local.starter import Starter


class State(StrEnum):
    """How a service is doing."""

    READY = "ready"
    NOT_ANSWERING = "not answering"
    DIED = "died"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Status:
    """One line of `make status`."""

    name: str
    state: State
    port: int
    pid: int | None
    memory: int
    log: Path
    waits: str


class Stack:
    """One local stack: the clone's own, or another with its data under `root`."""

    def __init__(
        self,
        root: Path | None = None,
        *,
        environ: Mapping[str, str] = os.environ,
        reporter: Reporter | None = None,
    ) -> None:
        self.layout = Layout.default(environ) if root is None else Layout(root.resolve())
        self._environ = environ
        self._reporter = reporter or Silence()
        self._table = ProcessTable(self.layout.run)

    @property
    def env(self) -> dict[str, str]:
        """The settings that point at this stack, as they are in its env file."""
        numbers = ports.read(self.layout.run / "ports.json")
        if not numbers:
            raise StackError("this stack has never been started: run `make up`")
        return catalogue.settings(self.layout, numbers, self._environ)

    @property
    def object_store(self) -> str:
        """Where recordings and results lie."""
        return catalogue.object_store(self.layout, self._environ)

    @property
    def owner_dsn(self) -> str:
        """The database as its owner, who sees every tenant: no process of ours is told it."""
        return postgres.dsn(self.layout, ports.read(self.layout.run / "ports.json")["postgres"])

    def up(self, only: Sequence[str] | None = None) -> None:
        """Start what is not running, with what it needs; everything unless told otherwise."""
        self._up(only, with_needs=True)

    def start(self, name: str) -> None:
        """Start this one alone, as after a crash, and wait until it is ready."""
        self._up([name], with_needs=False)

    def down(self, only: Sequence[str] | None = None) -> None:
        """Stop what this stack started: first our processes, last what they rest on."""
        with self._lock():
            self._stop(only)

    def restart(self, name: str) -> None:
        """Stop this one in good order and start it again."""
        self.down([name])
        self.start(name)

    def kill(self, name: str) -> None:
        """SIGKILL this one and its children, as a crash would."""
        if not self._table.kill(name):
            raise StackError(f"{name} is not running")

    def status(self) -> list[Status]:
        """How every service of this stack is doing."""
        numbers = ports.read(self.layout.run / "ports.json")
        if not numbers:
            return []
        place = Place(self.layout, numbers, self.env)
        items = catalogue.everything(place, self._environ).values()
        services = [item for item in items if isinstance(item, Service)]
        with ThreadPoolExecutor(max_workers=len(services)) as pool:
            return list(pool.map(self._status, services))

    def log(self, name: str) -> Path:
        """Where that service or step writes."""
        return self.layout.logs / f"{name}.log"

    def _up(self, only: Sequence[str] | None, *, with_needs: bool) -> None:
        self.layout.create()
        with self._lock():
            self._install()
            place = catalogue.locate(self.layout, self._table, self._environ)
            items = catalogue.everything(place, self._environ)
            names = list(items) if only is None else only
            selected = catalogue.select(items, names, with_needs=with_needs)
            if only is None:
                strangers = {record.name for record in self._table.records()} - items.keys()
                self._stop(sorted(strangers))
            envfile.write(self.layout.env_file, place.settings)
            Starter(self._table, self.layout.logs, self._reporter).run(selected, again=only or ())

    def _stop(self, only: Sequence[str] | None) -> None:
        records = self._table.records()
        unknown = set(only or ()) - {record.name for record in records} - catalogue.NAMES
        if unknown:
            raise StackError(f"there is no service {', '.join(sorted(unknown))}")
        records = [record for record in records if only is None or record.name in only]
        records.sort(key=lambda record: -record.tier)
        for _, tier in groupby(records, key=lambda record: record.tier):
            together = list(tier)
            began = time.monotonic()
            for record in together:
                self._reporter.began(record.name, "stopping")
            for line in self._table.stop(together):
                self._reporter.note(line)
            for record in together:
                self._reporter.done(record.name, "stopped", time.monotonic() - began)

    def _status(self, service: Service) -> Status:
        process = self._table.alive(service.name)
        if process is not None:
            state = State.READY if service.ready() else State.NOT_ANSWERING
        else:
            state = State.STOPPED if self._table.record(service.name) is None else State.DIED
        return Status(
            name=service.name,
            state=state,
            port=service.port,
            pid=None if process is None else process.pid,
            memory=0 if process is None else memory(process),
            log=self.log(service.name),
            waits="" if process is None else service.waits(),
        )

    def _install(self) -> None:
        """Fetch the jars and make them quick to start: once per clone, whatever the stack."""
        home = self.layout.artefacts
        with locks.held(home / "lock", self._reporter.note, "another stack to install"):
            artefacts.ensure(home, self._reporter.note)
            training.ensure(self.layout, self._reporter)

    def _lock(self) -> AbstractContextManager[None]:
        another = "another `up` or `down` of this stack to end"
        return locks.held(self.layout.run / "lock", self._reporter.note, another)
