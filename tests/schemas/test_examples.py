"""The golden examples are events of their topics, for today's readers and for earlier ones'."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import fastavro
import pytest
from cattrs.preconf.json import make_converter

import schemas
from schemas.compatibility import versions
from schemas.generate import load
from streams.codec import converter
from streams.topics import BY_NAME

EXAMPLES = Path(schemas.__file__ or "").parent / "examples"
from_json = make_converter(forbid_extra_keys=True)
from_json.register_structure_hook(UUID, lambda value, _: UUID(value))
from_json.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))


def event(topic: str) -> Any:
    text = (EXAMPLES / f"{topic}.json").read_text()
    return from_json.structure(json.loads(text), BY_NAME[topic].event)


def carried(example: Any, writer: dict[str, Any], reader: dict[str, Any]) -> Any:
    """What a reader of one version makes of what a writer of another wrote."""
    buffer = io.BytesIO()
    fastavro.schemaless_writer(
        buffer, fastavro.parse_schema(writer), converter.unstructure(example)
    )
    buffer.seek(0)
    parsed = fastavro.parse_schema(writer), fastavro.parse_schema(reader)
    return converter.structure(fastavro.schemaless_reader(buffer, *parsed), type(example))


def test_there_is_an_example_of_every_event() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.json")} == set(load()) == set(BY_NAME)


@pytest.mark.parametrize("topic", sorted(BY_NAME))
def test_an_example_goes_through_avro_unchanged(topic: str) -> None:
    example, schema = event(topic), load()[topic]
    assert carried(example, schema, schema) == example


@pytest.mark.parametrize("topic", sorted(BY_NAME))
def test_earlier_versions_read_it_and_are_read(topic: str) -> None:
    example, now = event(topic), load()[topic]
    for before in versions(topic).values():
        assert carried(example, now, before).meta == example.meta
        assert carried(example, before, now).meta == example.meta
