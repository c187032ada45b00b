"""A transcript is done again: from its recording, and from the text that is kept."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from infra.local.stack import Stack
from tests.e2e.commands import Gateway, shown

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
CLIP = Path(__file__).parents[2] / "examples" / "clips" / "trn09.flac"


@pytest.fixture(scope="module")
def tenant() -> str:
    return f"again-{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def named(gateway: Gateway, tenant: str) -> dict[str, Any]:
    """A completed transcript, one of whose speakers a person has named."""
    done = gateway("submit", CLIP, "--language", "en", "--user", tenant, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    identity, speakers = (json.loads(done.stdout)[key] for key in ("transcript_id", "speakers"))
    given = gateway("name", identity, speakers[0]["label"], "Ana Roy", "--user", tenant)
    assert given.returncode == 0, given.stderr
    return shown(gateway, tenant, identity)


def reprocess(stack: Stack, *arguments: str) -> CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "streams", "reprocess", *arguments],
        env={**os.environ, **stack.env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def said(transcript: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(s["start"], s["end"], s["name"], s["text_raw"]) for s in transcript["segments"]]


def revision_reached(stack: Stack, identity: str, revision: int) -> bool:
    query = "SELECT revision FROM st.transcripts WHERE transcript_id = %s AND status = 'completed'"
    deadline = time.monotonic() + 180
    with psycopg.connect(stack.env["ST_POSTGRES_OPERATOR_DSN"], autocommit=True) as connection:
        while time.monotonic() < deadline:
            if connection.execute(query, (identity,)).fetchone() == (revision,):
                return True
            time.sleep(0.5)
    return False


@pytest.mark.parametrize(("phase", "revision"), [("transcribe", 100), ("enrich", 200)])
def test_what_is_done_again_is_the_same_once_and_keeps_what_a_person_said(
    whole: Stack, gateway: Gateway, tenant: str, named: dict[str, Any], phase: str, revision: int
) -> None:
    identity = named["transcript_id"]
    done = reprocess(whole, "--transcript", identity, "--from", phase)
    assert done.returncode == 0, done.stderr
    assert f"revision {revision}" in done.stdout
    assert revision_reached(whole, identity, revision)
    again = shown(gateway, tenant, identity)
    assert said(again) == said(named)
    assert {s["name"]: s["name_source"] for s in again["speakers"] if s["name"]} == {
        "Ana Roy": "PERSON"
    }
    with psycopg.connect(whole.env["ST_POSTGRES_OPERATOR_DSN"]) as connection:
        rows = connection.execute(
            "SELECT revision, count(*) FROM st.enriched_segments WHERE user_id = %s"
            " GROUP BY revision",
            (tenant,),
        ).fetchall()
    assert rows == [(revision, len(named["segments"]))]


def test_of_what_was_made_by_the_present_models_nothing_is_done_again(
    whole: Stack, named: dict[str, Any]
) -> None:
    done = reprocess(whole, "--since", "2020-01-01", "--model-change", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert named["transcript_id"] not in done.stdout


def test_what_there_is_not_cannot_be_done_again(whole: Stack) -> None:
    missing = uuid4()
    done = reprocess(whole, "--transcript", str(missing))
    assert done.returncode == 1
    assert f"error: there is no transcript {missing}" in done.stderr
