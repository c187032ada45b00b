"""What tests share: one real stack for the session, its data apart from the clone's own."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

from infra.local.stack import Stack
from streams.db import Database
from streams.settings import Settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """Kafka, registry and PostgreSQL with topics, schemas and tables, all of them empty.

    What earlier runs left would make every new consumer group read a longer backlog.
    """
    root = ROOT / ".local" / "test"
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
    with _s3_server() as (server, environment):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "of-tests")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="meetings")
        yield "s3://meetings/store"
        server.stop()


@pytest.fixture
def leaving(s3: str) -> Iterator[ThreadedMotoServer]:
    """Another server with the same bucket, which a test stops; each call is tried once."""
    with _s3_server() as (server, environment):
        environment.setenv("AWS_MAX_ATTEMPTS", "1")
        environment.setattr(S3FileSystem, "retries", 1)
        yield server
    S3FileSystem.clear_instance_cache()


@contextmanager
def _s3_server() -> Iterator[tuple[ThreadedMotoServer, pytest.MonkeyPatch]]:
    """It is where our clients ask while this lasts. Those there were remember where they asked."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    S3FileSystem.clear_instance_cache()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL_S3", f"http://{host}:{port}")
        yield server, environment


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
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith("ST_")}
