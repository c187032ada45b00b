"""The health page and the metrics of a process."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import make_wsgi_app

from streams import metrics
from streams.errors import FatalError

STALLED_AFTER_S = 30.0


class Health:
    """What every stage of this process is doing.

    Ready once every stage has beaten; unhealthy when one has not for `STALLED_AFTER_S`.
    Beats come from polling threads, so a long task is not a stall.
    """

    def __init__(self, stages: Iterable[str]) -> None:
        self._beats: dict[str, float | None] = dict.fromkeys(stages)
        self._waiting: dict[str, str] = {}
        self._tasks: dict[tuple[str, tuple[str, ...]], float] = {}
        self._begun: Counter[str] = Counter()

    def expect(self, stage: str) -> None:
        """The page is ready only once this stage has beaten too."""
        self._beats.setdefault(stage, None)

    def beat(self, stage: str) -> None:
        """The stage polls."""
        self._beats[stage] = time.monotonic()

    def begin(self, stage: str, task: Sequence[str]) -> None:
        """The stage tries a task, the messages at these places."""
        self._tasks[stage, tuple(task)] = time.monotonic()
        self._begun[stage] += 1

    def begun(self) -> Counter[str]:
        """How many tries each stage has begun so far."""
        return self._begun.copy()

    def busy(self, stage: str) -> bool:
        """Whether the stage has a task in hand."""
        return any(other == stage for other, _ in list(self._tasks))

    def end(self, stage: str, task: Sequence[str]) -> None:
        """The stage has this task in hand no longer."""
        self._tasks.pop((stage, tuple(task)), None)

    def standing_still(self, limit_s: float) -> tuple[str, Sequence[str]] | None:
        """A stage that has been at one try of a task for longer than this, and the task."""
        now = time.monotonic()
        tasks = list(self._tasks.items())
        return next(((s, task) for (s, task), began in tasks if now - began > limit_s), None)

    def wait_for(self, stage: str, what: str | None) -> None:
        """The stage waits for something, or (None) no longer."""
        if what is None:
            self._waiting.pop(stage, None)
        else:
            self._waiting[stage] = what
        metrics.WAITING.labels(stage).set(what is not None)

    def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the page."""
        now = time.monotonic()
        ages = {s: None if b is None else round(now - b, 1) for s, b in self._beats.items()}
        ok = all(age is not None and age < STALLED_AFTER_S for age in ages.values())
        return ok, {"ok": ok, "seconds_since_poll": ages, "waiting_for": dict(self._waiting)}


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged for a probe."""


def serve(health: Health, host: str, port: int) -> int:
    """Serve /health and /metrics from a daemon thread; the port it listens on.

    Raises `FatalError` when it cannot be listened on.
    """
    exported = make_wsgi_app()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            pages: Iterable[bytes] = exported(environ, start_response)
            return pages
        ok, page = health.report()
        status = "200 OK" if ok else "503 Service Unavailable"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(page).encode()]

    try:
        server = make_server(host, port, app, server_class=_Server, handler_class=_Quiet)
    except OSError as error:
        raise FatalError(
            f"nobody can listen on {host}:{port} ({error.strerror}): stop who does, or see "
            "ST_HEALTH_HOST and ST_HEALTH_PORT"
        ) from error
    threading.Thread(target=server.serve_forever, daemon=True, name="health").start()
    return int(server.server_port)
