"""SIGKILL of any worker in the middle of its work ends in the same transcript, once."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from gateway.watch import Watch
from infra.local.stack import Stack
from schemas import events as e
from streams.codec import Codec
from streams.settings import Settings

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
CLIP = Path(__file__).parents[2] / "examples" / "clips" / "trn09.flac"
DOCUMENT = Path(__file__).parents[2] / "examples" / "panel" / "context" / "CV_Kwame_Mensah.txt"
Gateway = Callable[..., CompletedProcess[str]]
SAID = ("index", "start", "end", "speaker", "name", "text_raw", "words", "overlap")
# Not compared: what the language model made of it, which depends on how busy the machine is.


def submit(gateway: Gateway, *more: str) -> UUID:
    """A transcript of its own tenant, so that no earlier voice is recognised in it."""
    done = gateway("submit", CLIP, "--context", DOCUMENT, "--language", "en", *more)
    assert done.returncode == 0, done.stderr
    return UUID(done.stdout.split()[0])


def show(gateway: Gateway, transcript_id: UUID, tenant: str) -> dict[str, Any]:
    done = gateway("show", str(transcript_id), "--user", tenant, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def said(transcript: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: segment[name] for name in SAID} for segment in transcript["segments"]]


@pytest.fixture(scope="module")
def undisturbed(gateway: Gateway) -> list[dict[str, Any]]:
    tenant = f"calm-{uuid4().hex[:8]}"
    done = gateway(
        "submit",
        CLIP,
        "--context",
        DOCUMENT,
        "--language",
        "en",
        "--user",
        tenant,
        "--wait",
        "--json",
    )
    assert done.returncode == 0, done.stderr
    return said(json.loads(done.stdout))


@pytest.mark.parametrize(
    ("worker", "phase", "state"),
    [
        ("gpu-transcribe", "transcribe", e.ProgressState.STARTED),
        ("gpu-voices", "diarize", e.ProgressState.STARTED),
        ("agents", "finalize", e.ProgressState.DONE),
        ("sink-postgres", "finalize", e.ProgressState.DONE),
    ],
)
def test_a_killed_worker_changes_nothing(
    whole: Stack,
    settings: Settings,
    gateway: Gateway,
    undisturbed: list[dict[str, Any]],
    worker: str,
    phase: str,
    state: e.ProgressState,
) -> None:
    tenant = f"kill-{uuid4().hex[:8]}"
    killed = False
    with Watch(settings, Codec.of(settings)) as watch:
        transcript_id = submit(gateway, "--user", tenant)
        ended = None
        for event in watch.events(transcript_id, 300):
            if not killed and _is(event, phase, state):
                whole.kill(worker)
                whole.start(worker)
                killed = True
            if isinstance(event, e.TranscriptCompleted):
                ended = event
                break
    assert killed
    assert ended is not None
    assert ended.status is e.TranscriptStatus.COMPLETED, ended.error
    assert said(show(gateway, transcript_id, tenant)) == undisturbed
    with psycopg.connect(whole.env["ST_POSTGRES_OPERATOR_DSN"]) as connection:
        for table in ("st.enriched_segments", "meetnoo.segments"):
            query = f"SELECT count(*) FROM {table} WHERE user_id = %s"
            assert connection.execute(query.encode(), (tenant,)).fetchone() == (len(undisturbed),)


def _is(event: Any, phase: str, state: e.ProgressState) -> bool:
    return isinstance(event, e.TranscriptProgress) and (event.phase, event.state) == (phase, state)
