"""Every schema against the versions of it that were given away: FULL_TRANSITIVE, and a bit more.

`python -m schemas.compatibility` fails, in words, when a schema can no longer read what an earlier
version wrote, or an earlier version what it writes. Avro lets an optional field go; consumers
that use it would find it empty for ever after, so here it stays. `--freeze` keeps the schemas as
they are now as further versions, which is done with a release.
"""

import json
import sys
from pathlib import Path
from typing import Any

from avro import schema as avro
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType

from schemas.generate import load

FROZEN = Path(__file__).parent / "frozen"
ADVICE = (
    "keep the field as it was and add a new optional one beside it (a union with null, default "
    "null), or start a new topic"
)
Schema = dict[str, Any]


def versions(topic: str, folder: Path = FROZEN) -> dict[int, Schema]:
    """The frozen versions of a topic's schema, by number."""
    files = {int(path.stem): path for path in (folder / topic).glob("*.avsc")}
    return {number: json.loads(files[number].read_text()) for number in sorted(files)}


def broken(new: Schema, old: Schema) -> list[str]:
    """What readers or writers of the old version would run into, in words."""
    gone = _fields(old) - _fields(new)
    outermost = sorted(name for name in gone if name.rpartition(".")[0] not in gone)
    found = [
        *(f"the field {name} is gone" for name in outermost),
        *(f"new readers, old events: {m}" for m in _unreadable(new, old)),
        *(f"old readers, new events: {m}" for m in _unreadable(old, new)),
    ]
    return list(dict.fromkeys(found))


def check(schemas: dict[str, Schema], folder: Path = FROZEN) -> list[str]:
    """A sentence for whatever is broken, with what to do about it."""
    lines = []
    for topic, schema in schemas.items():
        for number, old in versions(topic, folder).items():
            lines += [f"{topic}, version {number}: {m}; {ADVICE}" for m in broken(schema, old)]
    for topic in sorted({path.name for path in folder.iterdir()} - schemas.keys()):
        lines.append(f"{topic} has no schema any more, though others consume it; put it back")
    return lines


def freeze(schemas: dict[str, Schema], folder: Path = FROZEN) -> list[str]:
    """Keep each schema that differs from its last version as the next one; which were kept."""
    kept = []
    for topic, schema in schemas.items():
        known = versions(topic, folder)
        if known and known[max(known)] == schema:
            continue
        path = folder / topic / f"{max(known, default=0) + 1}.avsc"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n")
        kept.append(f"{topic}, version {path.stem}")
    return kept


def _unreadable(reader: Schema, writer: Schema) -> list[str]:
    found = ReaderWriterCompatibilityChecker().get_compatibility(
        avro.parse(json.dumps(reader)), avro.parse(json.dumps(writer))
    )
    if found.compatibility is SchemaCompatibilityType.compatible:
        return []
    where = ", ".join(sorted(found.locations))
    return [f"{message} (at {where})" for message in sorted(found.messages)]


def _fields(schema: Any, path: str = "") -> set[str]:
    """Every field, also those of records within records, by its path."""
    if isinstance(schema, list):
        return set().union(*(_fields(branch, path) for branch in schema))
    if not isinstance(schema, dict):
        return set()
    found = set()
    for field in schema.get("fields", []):
        at = f"{path}.{field['name']}".lstrip(".")
        found |= {at, *_fields(field["type"], at)}
    for inner in ("items", "values", "type"):
        found |= _fields(schema.get(inner), path)
    return found


def main() -> None:
    """Check, or with `--freeze` keep."""
    schemas = load()
    lines = check(schemas)
    if lines:
        sys.exit("\n".join(lines))
    if "--freeze" in sys.argv:
        print("\n".join(freeze(schemas)) or "nothing has changed since the last version")


if __name__ == "__main__":
    main()
