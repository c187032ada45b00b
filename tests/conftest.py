"""What tests share: one real stack for the session, its data apart from the clone's own."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from s3fs import S3FileSystem

from benchmarks.s3 import BUCKET, Server, serving
from infra.local.stack import Stack
from streams.codec import Codec
from streams.db import Database
from streams.publisher import Publisher
from streams.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Kafka, registry and PostgreSQL with topics, schemas and tables, all of them empty.

    What earlier runs left would make every new consumer group read a longer backlog. Of two halves
    of the tests that run side by side, each names its own.
    """
    root = ROOT / ".local" / os.environ.get("TEST_STACK", "test")
    stack = Stack(root, environ=_clean())
    if root.exists():
        stack.down()
        for name in ("kafka", "registry", "postgres", "qdrant", "objects"):
            shutil.rmtree(root / name, ignore_errors=True)
    stack.up(only=["kafka", "registry", "postgres", "migrate", "topics"])
    yield stack
    stack.down()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Root of an object store in a bucket, at a server on loopback that speaks S3."""
    with serving() as (_, found), pytest.MonkeyPatch.context() as environment:
        for name, value in found.items():
            environment.setenv(name, value)
        yield f"s3://{BUCKET}/store"


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Another server of the kind, which a test stops; each call is tried once."""
    with serving() as (server, found):
        for name, value in found.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        monkeypatch.setattr(S3FileSystem, "retries", 1)
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With a failure on the stack comes what its processes said last."""
    report = yield
    stack = getattr(item, "funcargs", {}).get("whole")
    if report.failed and isinstance(stack, Stack):
        for log in sorted(stack.layout.logs.glob("*.log")):
            said = log.read_text(encoding="utf-8", errors="replace")[-3000:]
            report.sections.append((f"the end of {log.name}", said))
    return report


@pytest.fixture(scope="session")
def settings(stack: Stack) -> Settings:
    """Settings that point at the test stack."""
    return settings_of(stack)


@pytest.fixture
def own_group(settings: Settings) -> Settings:
    """Settings under which nobody else consumes."""
    return settings.model_copy(update={"group_prefix": f"test-{uuid4().hex[:8]}."})


@pytest.fixture
def publish(settings: Settings) -> Callable[[Any], None]:
    """Publishes an event, and returns when the broker has it."""
    return Publisher(settings, Codec(settings.registry_url)).publish


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The test stack's database, as our processes see it."""
    database = Database(settings, size=2)
    yield database
    database.close()


def settings_of(stack: Stack) -> Settings:
    """What a process of this stack would read from its environment."""
    values = {name.removeprefix("ST_").lower(): value for name, value in stack.env.items()}
    return Settings(_env_file=None, session_timeout_s=6.0, retry_backoff_s=0.1, **values)  # type: ignore[call-arg,arg-type]


def _clean() -> dict[str, str]:
    """The environment without settings of another stack."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ST_")}
