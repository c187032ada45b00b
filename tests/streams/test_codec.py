"""A registry that is away, or not ready, is waited for, never blamed on the message."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from schemas.events import TranscriptStored
from streams import codec
from streams.codec import Codec
from streams.errors import PoisonError, TransientError

NOBODY = "http://127.0.0.1:9"
WIRE = b"\x00\x00\x00\x00\x07rest"


@pytest.fixture
def alone() -> Codec:
    return Codec(NOBODY)


def test_reading_waits_for_a_registry_that_is_away(alone: Codec) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.decode("transcript.stored", WIRE)


def test_writing_waits_for_a_registry_that_is_away(
    alone: Codec, stored: Callable[..., TranscriptStored]
) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.encode(stored())


def test_asking_says_that_it_is_away(alone: Codec) -> None:
    with pytest.raises(TransientError, match="registry does not answer"):
        alone.ask()


def test_a_registry_that_takes_the_question_and_never_answers_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codec, "ANSWERED_S", 0.2)
    with socket.create_server(("127.0.0.1", 0), backlog=16) as silent:
        deaf = Codec(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(TransientError, match="registry does not answer"):
            deaf.ask()


@contextmanager
def registry(*subjects: str) -> Iterator[str]:
    """The address of a registry that knows the names of subjects and no schema."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path.partition("?")[0].endswith("/subjects")
            self._say(200, list(subjects)) if known else self._unknown()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._unknown()

        def _unknown(self) -> None:
            self._say(404, {"error_code": 40403, "message": "not found"})

        def _say(self, status: int, what: object) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_registry_that_has_not_read_yet_what_it_knew_is_waited_for(
    stored: Callable[..., TranscriptStored],
) -> None:
    with registry() as address:
        early = Codec(address)
        with pytest.raises(TransientError, match="still starting"):
            early.encode(stored())
        with pytest.raises(TransientError, match="still starting"):
            early.decode("transcript.stored", WIRE)


def test_a_schema_that_a_registry_does_not_know_is_the_messages_fault_once_it_knows_ours() -> None:
    with (
        registry("transcript.stored-value") as address,
        pytest.raises(PoisonError, match="does not know the schema"),
    ):
        Codec(address).decode("transcript.stored", WIRE)
