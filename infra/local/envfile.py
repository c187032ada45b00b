"""The dotenv file through which every process and the command line find the stack.

It holds a password, so nobody else may read it.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from infra.local.files import write_atomically

_PLAIN = re.compile(r"[\w@%+=:,./?&-]*", re.ASCII)
_HEADER = "# Written by `make up`: where the local stack is. Changed by hand, it is overwritten.\n"


def render(values: Mapping[str, str]) -> str:
    """One NAME=value a line; a value with anything unusual in it is quoted."""
    lines = []
    for name, value in values.items():
        if "\n" in value:
            raise ValueError(f"{name} spans lines, which a dotenv file cannot hold")
        lines.append(f"{name}={value if _PLAIN.fullmatch(value) else _quoted(value)}\n")
    return _HEADER + "".join(lines)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def write(path: Path, values: Mapping[str, str]) -> None:
    """Replace the file; only its owner may read it."""
    write_atomically(path, render(values), mode=0o600)
