"""The archive by its commands, and what others say of it."""

import sys
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from gateway.__main__ import main as gateway
from infra.local.stack import Stack
from sinks.__main__ import cli as sinks
from sinks.postgres.archive import Archive
from tests.sinks.archive.old import Kept, rows, status

pytestmark = pytest.mark.integration


def test_the_command_line_says_how_to_bring_it_back(
    mover: Archive, stack: Stack, kept: Kept,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    mover.store(*kept)
    for name, value in stack.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["gateway", "show", str(kept[1]), "--user", kept[0]])
    with pytest.raises(SystemExit):
        gateway()
    assert f"python -m sinks restore {kept[1]} --user {kept[0]}" in capfd.readouterr().err


def test_the_commands_move_what_is_old_and_bring_one_back(
    stack: Stack, owner: psycopg.Connection[Any], kept: Kept
) -> None:
    before = rows(owner, kept)
    moved = CliRunner().invoke(sinks, ["archive"], env=stack.env)
    assert (moved.exit_code, status(owner, kept)) == (0, "archived"), moved.output
    back = CliRunner().invoke(sinks, ["restore", str(kept[1]), "--user", kept[0]], env=stack.env)
    assert f"{kept[1]} is back, 7 rows" in back.output
    assert rows(owner, kept) == before
