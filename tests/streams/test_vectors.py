"""A Qdrant server that does not do now what it is asked for, over real HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from qdrant_client import QdrantClient
from qdrant_client.http.exceptions import UnexpectedResponse

from agents.enrich.retrieval import Query, Retrieval
from schemas import events as e
from sinks.qdrant.sink import QdrantSink
from streams import vectors
from streams.errors import FatalError, TransientError
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings


@contextmanager
def answering_with(status: int) -> Iterator[QdrantClient]:
    """A client of a server that says this to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_PUT = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        yield QdrantClient(url=url, check_compatibility=False)
        server.shutdown()


def erasing() -> e.ErasureRequested:
    identity = uuid4()
    return e.ErasureRequested(
        meta=meta(e.ErasureRequested, identity), erasure_id=identity, user_id="tenant"
    )


def settings(folder: Path) -> Settings:
    return Settings(_env_file=None, object_store=f"file://{folder}", qdrant_url="http://given")  # type: ignore[call-arg]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503, 507])
def test_a_server_that_is_full_overloaded_or_lets_nobody_in_is_waited_for(
    status: int, tmp_path: Path
) -> None:
    own = settings(tmp_path)
    with answering_with(status) as client:
        with pytest.raises(TransientError, match=f"Qdrant does not do it now: {status}"):
            QdrantSink(client, ObjectStore(own)).handle(erasing(), lambda _: None)
        with pytest.raises(TransientError, match=f"Qdrant does not do it now: {status}"):
            Retrieval(client, own).search("tenant", uuid4(), "tiny", [Query([1.0])])


def test_a_request_that_it_finds_wrong_is_not_tried_for_ever(tmp_path: Path) -> None:
    with answering_with(400) as client, pytest.raises(UnexpectedResponse):
        QdrantSink(client, ObjectStore(settings(tmp_path))).handle(erasing(), lambda _: None)


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    own = Settings(_env_file=None, qdrant_path=str(tmp_path / "file" / "qdrant"))  # type: ignore[call-arg]
    with pytest.raises(FatalError, match="ST_QDRANT_PATH"):
        vectors.open_qdrant(own)
