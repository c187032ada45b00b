"""A real stack of the benchmarks' own, empty at the start, and its command line."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from infra.local.console import Live
from infra.local.stack import Stack
from streams.settings import Settings

ROOT = Path(".local/bench")
DATA = ("kafka", "registry", "postgres", "qdrant", "objects")
console = Console()


@contextmanager
def running(only: Sequence[str] | None = None, **environ: str) -> Iterator[Stack]:
    """The stack, up and empty; everything unless told otherwise. Stopped at the end.

    What is named here is what is measured, with what it needs; `environ` beats the environment.
    SIGTERM ends it as Ctrl-C does.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Live(console) as live:
        stack = Stack(ROOT, environ={**os.environ, **environ}, reporter=live)
        if ROOT.exists():
            stack.down()
            for name in DATA:
                shutil.rmtree(ROOT / name, ignore_errors=True)
        stack.up(only)
    try:
        yield stack
    finally:
        with Live(console) as live:
            Stack(ROOT, reporter=live).down()


def settings_of(stack: Stack, **other: Any) -> Settings:
    """What a process of this stack would read from its environment."""
    values = {name.removeprefix("ST_").lower(): value for name, value in stack.env.items()}
    return Settings(_env_file=None, **{**values, **other})  # type: ignore[call-arg]


def gateway(stack: Stack, *arguments: str | Path) -> str:
    """One command of the command line; what it printed. Its errors are shown as they come."""
    done = subprocess.run(
        [sys.executable, "-m", "gateway", *map(str, arguments)],
        env={**os.environ, **stack.env},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"gateway {arguments[0]} failed; see {ROOT}/logs")
    return done.stdout


def transcript(stack: Stack, *arguments: str | Path) -> dict[str, Any]:
    """The transcript that a command prints as JSON."""
    found: dict[str, Any] = json.loads(gateway(stack, *arguments))
    return found
