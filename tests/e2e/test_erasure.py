"""A tenant's transcript and then the tenant are erased everywhere, and the report says so."""

import json
import os
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID, uuid4

import pytest

from infra.local.stack import Stack
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
DOCUMENT = Path(__file__).parents[2] / "examples" / "panel" / "context" / "CV_Kwame_Mensah.txt"
Gateway = Callable[..., CompletedProcess[str]]


@pytest.fixture
def silence(tmp_path: Path) -> Path:
    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * 16_000 * 2))
    return path


def removed(said: str) -> dict[tuple[str, str], int]:
    """The report's lines, as (store, what): how many."""
    cells = [
        [cell.strip() for cell in line.strip("│┃ ").split("│")]
        for line in said.splitlines()
        if "│" in line
    ]
    return {(store, what): int(count) for store, what, count in cells}


def readable(stack: Stack, tenant: str) -> bool:
    """Whether the log has anything of the tenant's that can be read."""
    done = subprocess.run(
        [sys.executable, "-m", "streams", "sealed", "--user", tenant],
        env={**os.environ, **stack.env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 1


def test_what_is_erased_is_gone_from_every_store(
    gateway: Gateway, whole: Stack, settings: Settings, silence: Path
) -> None:
    tenant = f"gone-{uuid4().hex[:8]}"
    done = gateway(
        "submit", silence, "--context", DOCUMENT, "--user", tenant, "--wait", "--json"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    transcript_id = json.loads(done.stdout)["transcript_id"]
    assert readable(whole, tenant)
    erased = gateway("erase", "--user", tenant, "--transcript", transcript_id, "--yes")
    assert erased.returncode == 0, erased.stderr
    report = removed(erased.stdout)
    assert report["postgres", "st.transcripts"] == 1
    assert report["postgres", "st.contextual_files"] == 1
    assert report["objects", "uploads"] == 2
    assert report["log", "keys"] == 1
    assert not readable(whole, tenant)
    assert sum(count for (store, _), count in report.items() if store == "qdrant") > 0
    assert "has no transcript" in gateway("show", transcript_id, "--user", tenant).stderr
    uploads = ObjectStore(settings).uploads(tenant, UUID(transcript_id))
    assert not ObjectStore(settings).exists(uploads)
    again = gateway("erase", "--user", tenant, "--yes")
    assert again.returncode == 0, again.stderr
    assert {count for (store, _), count in removed(again.stdout).items() if store != "objects"} <= {
        0
    }


def test_a_document_needs_its_transcript(gateway: Gateway) -> None:
    said = gateway("erase", "--user", "nobody", "--file", str(uuid4()), "--yes")
    assert said.returncode == 1
    assert "--transcript" in said.stderr
