"""Every process of the system, and its command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local.stack import Stack

OURS = ("gpu", "sink", "agents")


@pytest.fixture(scope="package")
def whole(stack: Stack) -> Iterator[Stack]:
    """Every process of the system, on the test stack, waiting little for the language model.

    Stopped when these tests end: others put on the topics what no process should find.
    """
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ST_LLM_CALL_DEADLINE_S", "3")
        environment.setenv("ST_LLM_BUDGET_S", "6")
        stack.up()
        yield stack
        stack.down([s.name for s in stack.status() if s.name.startswith(OURS)])


@pytest.fixture(scope="package")
def gateway(whole: Stack) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, as a person would type it."""

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gateway", *map(str, arguments)],
            env={**os.environ, **whole.env},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    return run
