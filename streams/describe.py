"""The catalogue as documents: `docs/topics.md` for people, `docs/asyncapi.json` for tools."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from streams.admin import config_of
from streams.codec import AVSC, schema_of
from streams.topics import DAY_MS, PARTITIONS, TOPICS, Topic

EXAMPLES = AVSC.parent / "examples"
HEAD = """# Topics

Written by `python -m streams describe` from the catalogue (`streams/topics.py`) and the schemas
(`schemas/avsc/`); not by hand. Events are Avro in the Confluent wire format, registered under
`TOPIC-value`, compatibility FULL_TRANSITIVE. An example of each is in `schemas/examples/`, the same
for tools in `asyncapi.json` (AsyncAPI 3). Public topics are kept compatible for others to build
on; of the others only the schemas are. Where the deployment has a master key, personal fields are
encrypted ([erasing](erasing.md)).
"""


def documents(folder: Path) -> dict[Path, str]:
    """Every document with its text."""
    asyncapi = json.dumps(_asyncapi(), indent=1, ensure_ascii=False) + "\n"
    return {folder / "topics.md": _markdown(), folder / "asyncapi.json": asyncapi}


def _markdown() -> str:
    parts = [HEAD, _overview()]
    for topic in TOPICS:
        schema = json.loads(schema_of(topic))
        parts.append(f"## {topic.name}\n\n{schema['doc']}\n\n{_table(_fields(schema))}")
    meta = json.loads(schema_of(TOPICS[0]))["fields"][0]["type"]
    parts.append(f"## meta\n\n{meta['doc']}\n\n{_table(_fields(meta))}")
    return "\n".join(parts)


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"| `{path}` | {kind} | {doc} |" for path, kind, doc in rows]
    return "\n".join(["| field | type | |", "| --- | --- | --- |", *lines]) + "\n"


def _fields(record: dict[str, Any], path: str = "") -> Iterator[tuple[str, str, str]]:
    """Fields with those of inner records, but for `meta`, which is the same everywhere."""
    for field in record["fields"]:
        kind = field["type"]
        personal = " *Personal.*" if field.get("personal") else ""
        yield path + field["name"], _kind(kind), field["doc"] + personal
        inner = kind[1] if isinstance(kind, list) else kind
        many = isinstance(inner, dict) and inner["type"] == "array"
        inner = inner["items"] if many else inner
        if isinstance(inner, dict) and inner["type"] == "record" and field["name"] != "meta":
            yield from _fields(inner, f"{path}{field['name']}{'[]' if many else ''}.")


def _overview() -> str:
    lines = ["| topic | public | partitions | kept |", "| --- | --- | --- | --- |"]
    for topic in TOPICS:
        link = f"[{topic.name}](#{topic.name.replace('.', '')})"
        public = "yes" if topic.public else ""
        lines.append(f"| {link} | {public} | {_partitions(topic)} | {_kept(topic)} |")
    return "\n".join(lines) + "\n"


def _partitions(topic: Topic) -> str:
    return "`ST_GPU_PARTITIONS`" if topic.gpu_tasks else str(PARTITIONS)


def _kept(topic: Topic) -> str:
    if topic.compacted:
        return f"the last of each key, {topic.retention_ms // DAY_MS} days"
    return "for good" if topic.retention_ms < 0 else f"{topic.retention_ms // DAY_MS} days"


def _kind(kind: Any) -> str:
    """An Avro type in a few words."""
    if isinstance(kind, list):
        return f"{_kind(kind[1])}, optional"
    if isinstance(kind, str):
        return kind.rpartition(".")[2]
    if "logicalType" in kind:
        return str(kind["logicalType"])
    match kind["type"]:
        case "array":
            return f"list of {_kind(kind['items'])}"
        case "map":
            return f"map of {_kind(kind['values'])}"
        case "enum":
            return "one of " + ", ".join(kind["symbols"])
    return str(kind["name"])


def _asyncapi() -> dict[str, Any]:
    """AsyncAPI 3.0.0 with its Kafka bindings: https://www.asyncapi.com/docs/reference."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Smart Transcription",
            "version": "1",
            "description": "From an uploaded recording to a transcript with names, as events.",
        },
        "defaultContentType": "application/vnd.apache.avro",
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {
            ("receive " if topic.inbound else "send ") + topic.name: {
                "action": "receive" if topic.inbound else "send",
                "channel": {"$ref": f"#/channels/{topic.name}"},
            }
            for topic in TOPICS
            if topic.public
        },
        "components": {"messages": {t.event.__name__: _message(t) for t in TOPICS}},
    }


def _channel(topic: Topic) -> dict[str, Any]:
    settings = config_of(topic)
    return {
        "address": topic.name,
        "messages": {
            topic.event.__name__: {"$ref": f"#/components/messages/{topic.event.__name__}"}
        },
        "bindings": {
            "kafka": {
                **({} if topic.gpu_tasks else {"partitions": PARTITIONS}),
                "topicConfiguration": {
                    "cleanup.policy": settings["cleanup.policy"].split(","),
                    "retention.ms": topic.retention_ms,
                },
            }
        },
    }


def _message(topic: Topic) -> dict[str, Any]:
    schema = json.loads(schema_of(topic))
    example = json.loads((EXAMPLES / f"{topic.name}.json").read_text())
    return {
        "name": topic.event.__name__,
        "summary": schema["doc"],
        "payload": {
            "schemaFormat": "application/vnd.apache.avro+json;version=1.9.0",
            "schema": schema,
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string"},
                "schemaIdLocation": "payload",
                "schemaIdPayloadEncoding": "confluent",
            }
        },
        "examples": [{"payload": example}],
    }
