"""A client that knows only the registry and the topic, in another language, reads our events."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from infra.local.stack import Stack
from schemas import events as e
from streams.codec import Codec
from streams.events import meta
from streams.publisher import Publisher
from streams.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]
# Node comes as a wheel, for the tests of this example alone.
NODE, NPM = (str(Path(sys.executable).with_name(name)) for name in ("node", "npm"))
EXAMPLE = Path(__file__).parents[2] / "examples" / "consumer-node"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with what it depends on, installed apart from the project's files."""
    folder = tmp_path_factory.mktemp("consumer-node")
    for path in (EXAMPLE / "package.json", *EXAMPLE.glob("*.js")):
        shutil.copy(path, folder)
    install = [NPM, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "consume.js"


def enriched(transcript_id: UUID, index: int, total: int) -> e.SegmentEnriched:
    return e.SegmentEnriched(
        meta=meta(e.SegmentEnriched, transcript_id, part=index),
        transcript_id=transcript_id,
        user_id="tenant",
        index=index,
        total=total,
        start=1.5,
        end=3.25,
        speaker="SPEAKER_00",
        display_name="Inès Garcia",
        name="Inès Garcia",
        name_source=e.NameSource.DOCUMENT,
        name_score=0.9,
        evidence=[
            e.Evidence(source=e.NameSource.DOCUMENT, kind="addressed", score=0.9, passage="Inès,")
        ],
        facts=e.Facts(role="urbaniste", keywords=["ville", "eau"]),
        text_raw="euh bonjour",
        text="Bonjour.",
        words=[e.Word(start=1.5, end=2.0, word="bonjour", probability=0.8)],
        overlap=index > 0,
    )


def consume(program: Path, settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    command = [NODE, str(program), "--brokers", settings.kafka_bootstrap]
    command += ["--registry", settings.registry_url, "--topic", "segments.enriched", *options]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=dict(os.environ)
    )


def test_a_node_program_reads_a_transcript_with_the_registry_alone(
    program: Path, settings: Settings
) -> None:
    transcript_id = uuid4()
    sent = [enriched(transcript_id, index, 3) for index in range(3)]
    publisher = Publisher(settings, Codec(settings.registry_url))
    for event in sent:
        publisher.publish(event)

    done = consume(program, settings, "--key", str(transcript_id), "--max", "3", "--timeout", "60")

    assert done.returncode == 0, done.stderr
    read = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["index"] for event in read] == [0, 1, 2]
    first, last = read[0], read[-1]
    assert first["transcript_id"] == str(transcript_id)
    assert first["meta"]["event_id"] == str(sent[0].meta.event_id)
    # Avro's timestamp-millis: what is left of the microseconds is less than one millisecond.
    behind = sent[0].meta.occurred_at.timestamp() * 1000 - first["meta"]["occurred_at"]
    assert 0 <= behind < 1
    assert first["display_name"] == "Inès Garcia"
    assert (first["name_source"], first["evidence"][0]["source"]) == ("DOCUMENT", "DOCUMENT")
    assert first["facts"]["keywords"] == ["ville", "eau"]
    assert first["facts"]["company"] is None
    assert first["words"] == [{"start": 1.5, "end": 2.0, "word": "bonjour", "probability": 0.8}]
    assert (first["overlap"], last["overlap"]) == (False, True)


def test_it_opens_sealed_segments_with_the_keys_that_the_gateway_hands_out(
    program: Path, settings: Settings, stack: Stack, tmp_path: Path
) -> None:
    own = {
        "ST_OBJECT_STORE": (tmp_path / "objects").as_uri(),
        "ST_SEAL_KEY": base64.b64encode(b"m" * 32).decode(),
    }
    lower = {name.removeprefix("ST_").lower(): value for name, value in own.items()}
    deployment = Settings(_env_file=None, **{**settings.model_dump(), **lower})  # type: ignore[call-arg,arg-type]
    transcript_id = uuid4()
    publisher = Publisher(deployment, Codec.of(deployment))
    publisher.publish(enriched(transcript_id, 0, 1))
    handed_out = subprocess.run(
        [sys.executable, "-m", "gateway", "keys", "--user", "tenant"],
        env={**os.environ, **stack.env, **own},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert handed_out.returncode == 0, handed_out.stderr
    keys = tmp_path / "keys.jsonl"
    keys.write_text(handed_out.stdout)

    wanted = ("--key", str(transcript_id), "--max", "1", "--timeout", "60")
    without, whole = (
        json.loads(consume(program, settings, *wanted, *options).stdout)
        for options in ((), ("--keys", str(keys)))
    )
    assert (without["text"], without["name"], without["words"]) == ("", None, [])
    assert without["meta"] == whole["meta"]
    assert (whole["text"], whole["name"], whole["sealed"]) == ("Bonjour.", "Inès Garcia", None)
    assert whole["words"][0]["word"] == "bonjour"


def test_it_ends_in_words_when_there_is_less_to_read_than_wanted(
    program: Path, settings: Settings
) -> None:
    done = consume(program, settings, "--key", str(uuid4()), "--max", "1", "--timeout", "8")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "nothing more within 8 s" in done.stderr


def test_an_option_that_is_missing_is_named(program: Path) -> None:
    done = subprocess.run(
        [NODE, str(program)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "--brokers" in done.stderr
