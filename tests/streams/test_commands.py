"""What operators' commands print, whatever stands in what they print."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from typer.testing import CliRunner

from benchmarks.hostile.corpus import example
from schemas.events import DeadLetter
from streams import __main__ as commands
from streams import dead_letters, settings, watchdog
from streams.settings import Settings
from streams.watchdog import Stalled

IDENTITY = UUID("6f1c2d1e-0000-4000-8000-000000000000")


def letter(reason: str) -> DeadLetter:
    found = replace(example("dead.letters"), transcript_id=IDENTITY, reason=reason)
    assert isinstance(found, DeadLetter)
    return found


def printed(letter: DeadLetter, monkeypatch: pytest.MonkeyPatch, *command: str) -> str:
    monkeypatch.setattr(dead_letters, "read", lambda _: {letter.meta.event_id: letter})
    monkeypatch.setattr(settings, "load", lambda: Settings(_env_file=None))  # type: ignore[call-arg]
    done = CliRunner(env={"COLUMNS": "80"}).invoke(commands.cli, ["dead-letters", *command])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("reason", ["no [/INST] in the answer", "who is [red]A[/red]?", "a [0]"])
def test_a_letter_is_listed_with_whole_ids_and_its_reason_as_it_stands(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = letter(reason)
    listed = printed(one, monkeypatch, "list")
    assert all(part in listed for part in (str(one.meta.event_id), str(IDENTITY), reason))


@pytest.mark.parametrize("command", ["list", "show"])
def test_no_letter_steers_the_terminal(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = letter("a name \x1b]0;taken over\x07 of \x9b31m nobody")
    named = [str(one.meta.event_id)] if command == "show" else []
    said = printed(one, monkeypatch, command, *named)
    assert "a name ]0;taken over of 31m nobody" in said
    assert not {"\x1b", "\x07", "\x9b"} & set(said)


def test_a_transcript_that_stands_still_is_shown_with_its_whole_id_and_tenant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = Stalled("[/acme]", IDENTITY, datetime.now(UTC), ["enrich", "store"])
    monkeypatch.setattr(settings, "load", lambda: Settings(_env_file=None))  # type: ignore[call-arg]
    monkeypatch.setattr(commands, "of_operators", lambda _: _Nothing())
    monkeypatch.setattr(watchdog, "stalled", lambda *_: [found])
    done = CliRunner(env={"COLUMNS": "80"}).invoke(commands.cli, ["stalled"])
    assert done.exit_code == 1
    assert str(IDENTITY) in done.output
    assert "[/acme]" in done.output


class _Nothing:
    def close(self) -> None:
        """There is nothing to close."""
