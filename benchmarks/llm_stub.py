"""An OpenAI-compatible server on loopback whose answers a function makes. For benchmarks."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], str]
SOON = {"poll_interval": 0.02}
"""How soon a server ends that is told to: by default within half a second."""


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """The base URL of a server that streams `answer(request)` as one chunk, while it is entered."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Any call is taken for a chat completion."""
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            chunk = {
                "id": "1",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": "stub",
                "choices": [
                    {"index": 0, "delta": {"content": answer(request)}, "finish_reason": "stop"}
                ],
            }
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                self.wfile.write(f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode())
            except BrokenPipeError:
                return  # the caller's deadline has passed

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs=SOON, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
