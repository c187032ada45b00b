"""The page of a process: how it is, and its metrics."""

import json
import socket
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest

from streams import metrics
from streams.errors import FatalError
from streams.health import Health, serve
from streams.runner import Runner
from streams.stage import StageSpec


def _page(host: str, port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=5) as answer:
        return str(answer.read().decode())


def test_a_process_is_well_once_every_stage_has_polled() -> None:
    health = Health(["transcribe", "diarize"])
    port = serve(health, "127.0.0.1", 0)
    health.beat("transcribe")
    with pytest.raises(urllib.error.HTTPError, match="503"):
        _page("127.0.0.1", port, "/health")
    health.beat("diarize")
    health.wait_for("diarize", "the broker does not answer")
    page = json.loads(_page("127.0.0.1", port, "/health"))
    assert page["ok"]
    assert page["waiting_for"] == {"diarize": "the broker does not answer"}


def test_metrics_are_told_beside_it() -> None:
    metrics.LAG.labels("test-health", "a-topic", 3).set(7)
    port = serve(Health([]), "127.0.0.1", 0)
    line = 'st_consumer_lag{partition="3",stage="test-health",topic="a-topic"} 7.0'
    assert line in _page("127.0.0.1", port, "/metrics").splitlines()


def test_what_a_stage_has_not_given_up_yet_is_counted_as_none() -> None:
    spec = StageSpec("test-health-runner", (), handler=lambda event, emit: None)
    Runner(spec, *[SimpleNamespace()] * 4)  # type: ignore[arg-type]
    port = serve(Health([]), "127.0.0.1", 0)
    line = 'st_tasks_total{outcome="dead",stage="test-health-runner"} 0.0'
    assert line in _page("127.0.0.1", port, "/metrics").splitlines()


def test_the_page_is_at_the_address_it_is_given_and_no_other() -> None:
    port = serve(Health([]), "127.0.0.2", 0)
    assert json.loads(_page("127.0.0.2", port, "/health"))["ok"]
    with pytest.raises(urllib.error.URLError, match="refused"):
        _page("127.0.0.1", port, "/health")


def test_a_port_that_is_taken_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(FatalError, match=f"127.0.0.1:{port} .*ST_HEALTH_PORT"):
            serve(Health([]), "127.0.0.1", port)
