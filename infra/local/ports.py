"""Ports on 127.0.0.1: free ones at the first start, the same ones afterwards.

They are looked for below the range from which Linux takes the ports of outgoing connections, so
that a service that was stopped finds its port still free; where the search starts depends on the
stack's folder, so that two clones hardly ever ask for the same.
"""

import json
import os
import socket
import zlib
from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from pathlib import Path

from infra.local.errors import StackError
from infra.local.files import write_atomically

LOOPBACK = "127.0.0.1"
FIRST, LAST = 20_000, 31_999
HIGHEST = 65_535


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def variable(name: str) -> str:
    """The environment variable that fixes the port called `name`."""
    return "ST_LOCAL_PORT_" + name.upper().replace("-", "_")


def choose(
    names: Iterable[str],
    *,
    remembered: Mapping[str, int],
    in_use_by_us: frozenset[str],
    environ: Mapping[str, str] = os.environ,
    seed: str = "",
) -> dict[str, int]:
    """Give each name a port: what the environment says, else the remembered one, else a free one.

    A name in `in_use_by_us` keeps its port although something listens there: that is ourselves.
    """
    chosen: dict[str, int] = {}
    taken = set(remembered.values())
    candidate = FIRST + zlib.crc32(seed.encode()) % (LAST - FIRST)
    for name in names:
        fixed = environ.get(variable(name))
        kept = remembered.get(name)
        if name in in_use_by_us and kept is not None:
            chosen[name] = kept
        elif fixed is not None:
            chosen[name] = _fixed(name, fixed)
        elif kept is not None and is_free(kept):
            chosen[name] = kept
        else:
            chosen[name] = candidate = _next_free(candidate, taken, name)
        taken.add(chosen[name])
    return chosen


def _next_free(after: int, taken: Collection[int], name: str) -> int:
    """The first free port after that one, going round, that nobody else is given."""
    ports = chain(range(after + 1, LAST + 1), range(FIRST, after))
    found = next((port for port in ports if port not in taken and is_free(port)), None)
    if found is None:
        raise StackError(f"no port between {FIRST} and {LAST} is free for {name}")
    return found


def _fixed(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST:
        raise StackError(
            f"{variable(name)}={text} is not a port: give a number from 1 to {HIGHEST}"
        )
    if not is_free(int(text)):
        raise StackError(
            f"port {text}, asked for by {variable(name)}, is taken: "
            "stop what listens there, or unset the variable to get a free one"
        )
    return int(text)


def read(path: Path) -> dict[str, int]:
    """The ports of the last start; none where there was none, or the file is damaged."""
    if not path.exists():
        return {}
    try:
        return {str(name): int(port) for name, port in json.loads(path.read_text()).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def write(path: Path, ports: Mapping[str, int]) -> None:
    """Remember the ports for the next start."""
    write_atomically(path, json.dumps(dict(ports), indent=1) + "\n")
