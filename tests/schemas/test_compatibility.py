"""A schema may grow by optional fields; whatever breaks consumers fails in words."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.compatibility import FROZEN, broken, check, freeze, versions
from schemas.generate import load

Schema = dict[str, Any]
OLD: Schema = load()["segments.enriched"]


def changed(change: Callable[[list[dict[str, Any]]], Any]) -> Schema:
    new = copy.deepcopy(OLD)
    change(new["fields"])
    return new


def place(fields: list[dict[str, Any]], name: str) -> int:
    return [field["name"] for field in fields].index(name)


def retype(name: str, kind: Any) -> Callable[[list[dict[str, Any]]], None]:
    return lambda fields: fields[place(fields, name)].update(type=kind)


def remove(name: str) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda fields: fields.pop(place(fields, name))


def add(**field: Any) -> Callable[[list[dict[str, Any]]], None]:
    return lambda fields: fields.append({"doc": "New.", **field})


def test_an_optional_field_may_be_added() -> None:
    assert broken(changed(add(name="mood", type=["null", "string"], default=None)), OLD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (remove("text_raw"), "the field text_raw is gone"),
        (remove("facts"), "the field facts is gone"),  # optional: Avro alone would let it go
        (retype("text", "int"), "old events"),
        (retype("index", "long"), "new events"),
        (retype("name_score", "string"), "old events"),
        (add(name="mood", type="string"), "mood"),
    ],
)
def test_what_breaks_consumers_is_said(
    change: Callable[[list[dict[str, Any]]], Any], said: str
) -> None:
    assert said in "\n".join(broken(changed(change), OLD))


def test_a_field_of_an_inner_record_is_looked_at_too() -> None:
    new = copy.deepcopy(OLD)
    meta = new["fields"][0]["type"]["fields"]
    del meta[place(meta, "trace_id")]
    assert "the field meta.trace_id is gone" in broken(new, OLD)


def test_the_sentence_names_topic_and_version_and_what_to_do(tmp_path: Path) -> None:
    freeze({"segments.enriched": OLD}, tmp_path)
    [line] = check({"segments.enriched": changed(remove("facts"))}, tmp_path)
    assert line.startswith("segments.enriched, version 1: the field facts is gone; ")
    assert "new optional one" in line


def test_a_topic_that_others_consume_may_not_vanish(tmp_path: Path) -> None:
    freeze({"segments.enriched": OLD}, tmp_path)
    assert "put it back" in check({}, tmp_path)[0]


def test_every_earlier_version_counts_and_an_unchanged_schema_makes_none(tmp_path: Path) -> None:
    grown = changed(add(name="mood", type=["null", "string"], default=None))
    freeze({"t": OLD}, tmp_path)
    assert freeze({"t": OLD}, tmp_path) == []
    assert freeze({"t": grown}, tmp_path) == ["t, version 2"]
    assert [
        v == s for v, s in zip(versions("t", tmp_path).values(), (OLD, grown), strict=True)
    ] == [
        True,
        True,
    ]
    regrown = changed(add(name="mood", type=["null", "int"], default=None))
    assert any("version 2" in line for line in check({"t": regrown}, tmp_path))


def test_our_schemas_are_frozen_and_whole() -> None:
    assert check(load()) == []
    assert {path.name for path in FROZEN.iterdir()} == set(load())
