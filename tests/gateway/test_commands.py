"""What the command line says to arguments that make no sense, and without a stack."""

import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from typer.testing import CliRunner

from gateway import __main__ as commands
from gateway import people, transcript
from gateway.__main__ import cli, main
from streams.errors import TransientError

IDENTITY = "6f1c2d1e-0000-4000-8000-000000000000"


@pytest.fixture
def sound(tmp_path: Path) -> str:
    file = tmp_path / "meeting.wav"
    file.write_bytes(b"RIFF")
    return str(file)


def refused(*arguments: str) -> str:
    """What is said of arguments that end a command with status 2."""
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 2, done.output
    return done.output


def test_a_recording_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.mp3")
    assert f"there is no file {missing}" in refused("submit", missing)
    assert f"there is no file {missing}" in refused("enroll", "Awa", missing)


def test_an_empty_recording_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.touch()
    assert f"{empty} is empty" in refused("submit", str(empty))


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    assert "is not a file" in refused("submit", str(tmp_path))


def test_every_document_is_looked_at(sound: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "cv.pdf")
    said = refused("submit", sound, "--context", sound, "--context", missing)
    assert f"there is no file {missing}" in said


@pytest.mark.parametrize(
    "options",
    [
        ["--language", "français"],
        ["--speakers", "0"],
        ["--user", " "],
        ["--timeout", "0"],
        ["--beam", "11"],
        ["--asr-model", " "],
        ["--min-speakers", "9", "--max-speakers", "3"],
        ["--speakers", "2", "--max-speakers", "1"],
        ["--min-speakers", "5", "--speakers", "2", "--max-speakers", "6"],
    ],
)
def test_options_that_make_no_sense_are_refused(sound: str, options: list[str]) -> None:
    assert options[0] in refused("submit", sound, *options)


def test_an_id_that_is_none_is_refused() -> None:
    assert "valid UUID" in refused("show", "yesterday")
    assert "--format" in refused("show", IDENTITY, "--format", "docx")


def test_a_name_is_needed_to_enroll(sound: str) -> None:
    assert "it is empty" in refused("enroll", " ", sound)


def test_an_argument_that_is_no_text_is_refused(sound: str) -> None:
    latin = os.fsdecode("Zoé".encode("latin-1"))
    assert "not written in UTF-8" in refused("enroll", latin, sound)
    assert "not written in UTF-8" in refused("name", IDENTITY, "A", latin)
    assert "not written in UTF-8" in refused("submit", sound, "--title", latin)


def test_a_list_that_is_cut_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "transcript_id": IDENTITY, "title": "[/x]", "status": "completed", "duration_s": None,
        "created_at": datetime(2026, 1, 1),
    }  # fmt: skip
    monkeypatch.setattr(commands, "Database", MagicMock())
    monkeypatch.setattr(transcript, "recent", lambda _, __, limit: [row] * min(limit, 3))
    assert "--limit shows more" in CliRunner().invoke(cli, ["list", "--limit", "3"]).stderr
    assert CliRunner().invoke(cli, ["list", "--limit", "4"]).stderr == ""
    assert "--limit" in refused("list", "--limit", "0")


@pytest.mark.parametrize("command", [["submit"], ["enroll", "Awa"]])
def test_nothing_is_uploaded_while_the_registry_is_away(
    command: list[str], sound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ST_REGISTRY_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("ST_OBJECT_STORE", f"file://{tmp_path}/store")
    for module in (commands, people):
        monkeypatch.setattr(module, "Watch", MagicMock())
    done = CliRunner().invoke(cli, [*command, sound])
    assert isinstance(done.exception, TransientError)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("command", ["submit", "list"])
def test_without_a_stack_it_says_what_to_do(
    command: str, sound: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:  # bound and never listening: nobody answers, nor can anyone
        taken.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("ST_KAFKA_BOOTSTRAP", nowhere)
        monkeypatch.setenv("ST_REGISTRY_URL", f"http://{nowhere}")
        monkeypatch.setenv("ST_POSTGRES_DSN", f"postgresql://{nowhere}/st")
        monkeypatch.setattr(sys, "argv", ["gateway", command, *[sound][: command == "submit"]])
        with pytest.raises(SystemExit) as ended:
            main()
    assert ended.value.code == 1
    said = capfd.readouterr().err.splitlines()
    assert len(said) <= 3  # psycopg's own words may take two lines
    assert "does not answer" in said[0]
    assert said[-1] == "the stack is not running: make up"
