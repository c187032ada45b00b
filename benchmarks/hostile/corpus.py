"""The corpus: messages that no stage can do anything good with, the same for the same seed."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

from cattrs.preconf.json import make_converter

import schemas
from benchmarks.hostile import frames, values
from benchmarks.hostile.away import AWAY
from streams.codec import Codec, converter
from streams.topics import BY_NAME

TENANT = "hostile"
EXAMPLES = Path(schemas.__file__ or "").parent / "examples"

_from_json = make_converter()
_from_json.register_structure_hook(UUID, lambda value, _: UUID(value))
_from_json.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))


@dataclass(frozen=True)
class Hostile:
    """A message for a topic, and what is wrong with it.

    `by` names the stages that give it up where not all that read the topic do; to the others it
    is harmless, and `why_not` says why.
    """

    topic: str
    why: str
    value: bytes | None
    by: frozenset[str] | None = None
    why_not: str = ""
    transcript_id: UUID | None = None


def example(topic: str) -> Any:
    """The golden example of a topic's event."""
    value = json.loads((EXAMPLES / f"{topic}.json").read_text())
    return _from_json.structure(value, BY_NAME[topic].event)


class Corpus:
    """Makes the messages; the schemas must have been registered."""

    def __init__(self, codec: Codec, root: str, seed: int = 1) -> None:
        self._codec = codec
        self._root = root
        self._chance = random.Random(seed)
        self._ids = {name: codec.register(topic) for name, topic in BY_NAME.items()}

    def messages(self, topics: list[str], count: int) -> list[Hostile]:
        """So many for these topics, evenly over them and over the kinds of what is wrong."""
        kinds = [self._of(topic, make) for make in self._makers() for topic in topics]
        found: list[Hostile] = []
        while len(found) < count and kinds:
            left = []
            for kind in kinds:
                one = next(kind, None)
                if one is not None:
                    found.append(one)
                    left.append(kind)
            kinds = left
        found = found[:count]
        self._chance.shuffle(found)
        return found

    def _makers(self) -> tuple[Any, ...]:
        return (self._away, self._absurd, self._frames, self._frames)

    def _of(self, topic: str, make: Any) -> Iterator[Hostile]:
        made = list(make(topic))
        self._chance.shuffle(made)
        # Frames differ each time they are made; of the others there are only so many.
        while made:
            yield made.pop()
            if not made and make == self._frames:
                made = list(make(topic))

    def _event(self, topic: str, changes: Mapping[values.Path, Any]) -> Any:
        """The topic's example, as of a transcript and a tenant of its own, with the changes."""
        made = example(topic)
        own = UUID(int=self._chance.getrandbits(128), version=4)
        meta = replace(made.meta, event_id=UUID(int=self._chance.getrandbits(128), version=4))
        made = replace(made, meta=meta, user_id=TENANT, transcript_id=own)
        return values.changed(made, dict(changes))

    def _frames(self, topic: str) -> Iterator[Hostile]:
        good = {name: self._written(name, self._event(name, {})) for name in BY_NAME}
        for why, value in frames.spoilt(self._chance, topic, good, self._ids):
            yield Hostile(topic, why, value)
        yield Hostile(
            topic, "no value", None, frozenset(),
            "a tombstone is for the broker, which lets go of what had its key; it is counted",
        )  # fmt: skip

    def _absurd(self, topic: str) -> Iterator[Hostile]:
        whole = self._event(topic, {})
        for why, event in chain(values.absurd(topic, whole), values.sealed(whole)):
            own = UUID(int=self._chance.getrandbits(128), version=4)
            made = event if event.transcript_id is None else replace(event, transcript_id=own)
            yield Hostile(topic, why, self._written(topic, made), transcript_id=own)

    def _away(self, topic: str) -> Iterator[Hostile]:
        for one in AWAY:
            if one.topic != topic:
                continue
            filled = {
                path: value.replace("{root}", self._root) if isinstance(value, str) else value
                for path, value in one.changes.items()
            }
            event = self._event(topic, filled)
            value = self._written(topic, event)
            yield Hostile(topic, one.why, value, one.by, one.why_not, event.transcript_id)

    def _written(self, topic: str, event: Any) -> bytes:
        payload = frames.payload(topic, converter.unstructure(event))
        return frames.framed(self._ids[topic], payload)


def by_kind(messages: list[Hostile]) -> dict[str, list[Hostile]]:
    """The messages by what is to become of them: given up by all, by some, or harmless."""
    found: dict[str, list[Hostile]] = defaultdict(list)
    for one in messages:
        kind = "given up by all" if one.by is None else "by some" if one.by else "harmless"
        found[kind].append(one)
    return found
