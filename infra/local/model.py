"""What the supervisor starts, as data: services that stay, steps that end."""

import hashlib
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.layout import PROJECT, Layout


@dataclass(frozen=True)
class Place:
    """Where this stack is: its folders, its ports, and the settings that its processes get."""

    layout: Layout
    ports: Mapping[str, int]
    settings: Mapping[str, str]


def waits_for_nothing() -> str:
    """For a service that has all it needs once it is ready."""
    return ""


def nothing_to_prepare() -> None:
    """For a service that needs nothing laid out before it starts."""


@dataclass(frozen=True)
class Service:
    """A process that stays. It counts as started once `ready` says so; `waits` tells in words what
    it then still waits for."""

    name: str
    argv: tuple[str, ...]
    ready: Callable[[], bool]
    port: int
    needs: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path = PROJECT
    prepare: Callable[[], None] = nothing_to_prepare
    waits: Callable[[], str] = waits_for_nothing
    user: str | None = None
    tier: int = 0
    """Higher tiers are stopped first."""
    stop_signal: int = signal.SIGTERM
    grace_s: float = 20.0
    start_timeout_s: float = 60.0


@dataclass(frozen=True)
class Step:
    """A process that prepares something and ends. It must bear being run again.

    It is left out while its `inputs` are what they were when it last succeeded. The stamp that
    says so lies beside what the step made, so that it goes when that goes.
    """

    name: str
    argv: tuple[str, ...]
    stamp: Path
    inputs: tuple[str, ...]
    """Files by pattern, from the project's root."""
    needs: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    timeout_s: float = 300.0

    def fingerprint(self) -> str:
        """Changes with the command or with any of the files."""
        seen = hashlib.sha256(repr(self.argv).encode())
        for pattern in self.inputs:
            for path in sorted(PROJECT.glob(pattern)):
                seen.update(str(path.relative_to(PROJECT)).encode())
                seen.update(path.read_bytes())
        return seen.hexdigest()

    def is_done(self) -> bool:
        """Whether running it again would change nothing."""
        return self.stamp.exists() and self.stamp.read_text() == self.fingerprint()
