"""Servers that do not want to answer: each call ends in time, and holds on to nothing."""

import gzip
import json
import logging
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import repeat

import pytest

from agents.llm import Budget, LanguageModel
from streams.settings import Settings

DEADLINE_S = 0.8
# Of an answer that ends at once, however busy the machine is.
UNHURRIED_S = 15.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"


class Server:
    """Writes the parts, `pause` seconds apart, until the caller is gone; notes that he is."""

    def __init__(self, parts: Iterator[bytes], pause: float) -> None:
        self._parts = parts
        self._pause = pause
        self.left = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with closing(self._socket), closing(self._socket.accept()[0]) as caller:
            caller.recv(65536)
            try:
                for part in self._parts:
                    caller.sendall(part)
                    time.sleep(self._pause)
                # Closed with some of the question unread, the connection would be reset, and with
                # it what the caller has not read yet.
                caller.shutdown(socket.SHUT_WR)
                while caller.recv(65536):
                    pass
            except OSError:
                self.left.set()


def chunk(choices: object) -> bytes:
    return b"data: " + json.dumps({"choices": choices}).encode() + b"\n\n"


def says(content: str) -> bytes:
    return chunk([{"index": 0, "delta": {"content": content}}])


@contextmanager
def asked(
    parts: Iterator[bytes], pause: float = 0.0, deadline_s: float = DEADLINE_S
) -> Iterator[Server]:
    """The server, after a call of it that must have come to nothing."""
    server = Server(parts, pause)
    settings = Settings(llm_base_url=server.url, llm_call_deadline_s=deadline_s)
    model = LanguageModel(settings)
    assert model.ask("test", "Give a name.", "Ana says hello.", {}, Budget(20.0)) is None
    yield server


def for_ever(first: bytes, part: bytes) -> Iterator[bytes]:
    yield first
    yield from repeat(part, 200)


@pytest.mark.parametrize(
    ("first", "part"),
    [
        (HEAD + b"\r\n", b": keep-alive\n\n"),
        (HEAD, b"X-More: of them\r\n"),
        (HEAD + b"\r\ndata: {", b" "),
        (HEAD + b"\r\n" + says('{"name": "'), says("a")),
        (b"HTTP/1.1 500 Away\r\nContent-Length: 1000\r\n\r\n", b"x"),
    ],
    ids=["comments", "headers", "a line", "an answer", "an error's body"],
)
def test_a_server_that_dribbles_is_left_at_the_deadline(first: bytes, part: bytes) -> None:
    with asked(iter([b""])) as server:  # what serves all calls is there after the first
        server.thread.join(3)
    threads = threading.active_count()
    began = time.monotonic()
    with asked(for_ever(first, part), 0.1) as server:
        assert time.monotonic() - began < DEADLINE_S + 0.5
        assert server.left.wait(3), "the connection is closed"
        server.thread.join(3)
    assert threading.active_count() <= threads


@pytest.mark.parametrize("head", [HEAD, b"HTTP/1.1 500 Away\r\n"], ids=["answer", "error"])
def test_a_flood_is_dammed(head: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with asked(for_ever(head + b"\r\ndata: {", b" " * 1_000_000)) as server:
        assert server.left.wait(3)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KB


def test_what_is_packed_is_not_unpacked() -> None:
    answer = gzip.compress(says('{"name": "Ana"}') + b"data: [DONE]\n\n")
    whole = HEAD + b"Content-Encoding: gzip\r\n\r\n" + answer
    with asked(iter([whole]), deadline_s=UNHURRIED_S):
        pass


@pytest.mark.parametrize(
    "part",
    [
        chunk([{"index": 0, "delta": None}]),
        chunk([{}]),
        chunk(5),
        chunk("abc"),
        chunk([{"delta": {"content": 5}}]),
        b"data: null\n\n",
        b"data: 5\n\n",
        b"data: hello\n\n",
        b"data: \xff\xfe\n\n",
        b'data: {"error": {"message": "no"}}\n\n',
        says("["),
    ],
)
def test_what_follows_no_protocol_is_no_answer_and_is_told_without_quoting_it(
    part: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answer = iter([HEAD + b"\r\n" + part])
    with caplog.at_level(logging.WARNING), asked(answer, deadline_s=UNHURRIED_S):
        pass
    assert "language model (test): its answer" in caplog.text
    assert "hello" not in caplog.text


def test_an_error_is_told_without_quoting_its_body(caplog: pytest.LogCaptureFixture) -> None:
    body = b"HTTP/1.1 400 No\r\nContent-Length: 22\r\n\r\nyou said: Ana is fired."
    with caplog.at_level(logging.WARNING), asked(iter([body]), deadline_s=UNHURRIED_S):
        pass
    assert "it answers with status 400" in caplog.text
    assert "fired" not in caplog.text
