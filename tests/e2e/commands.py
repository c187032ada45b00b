"""What the command line says of a transcript."""

import json
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

Gateway = Callable[..., CompletedProcess[str]]


def shown(gateway: Gateway, tenant: str, identity: str) -> dict[str, Any]:
    """A transcript as `show` prints it."""
    done = gateway("show", identity, "--user", tenant, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
