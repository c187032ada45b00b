"""What a stage is: a name, the events it takes, and a handler."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from streams.topics import BY_EVENT

# Publishes an event; topic and key follow from its class.
Emit = Callable[[Any], None]
Handler = Callable[[Any, Emit], None]
BatchHandler = Callable[[Sequence[Any], Emit], None]


@dataclass(frozen=True)
class StageSpec:
    """One consumer group's work. Just one of `handler` and `batch_handler` is given.

    The stage's consumer group is named after it. A batch that fails is handled again one event
    at a time, so that only what is bad in it goes to the dead letters.
    """

    name: str
    inputs: tuple[type[Any], ...]
    handler: Handler | None = None
    batch_handler: BatchHandler | None = None
    batch_size: int = 1

    def __post_init__(self) -> None:
        if (self.handler is None) == (self.batch_handler is None):
            raise ValueError(f"stage {self.name}: give one of handler and batch_handler")

    @property
    def topics(self) -> list[str]:
        """Names of the topics it consumes."""
        return [BY_EVENT[event].name for event in self.inputs]

    def call(self, events: Sequence[Any], emit: Emit) -> None:
        """Handle the events."""
        if self.batch_handler is not None:
            self.batch_handler(events, emit)
        elif self.handler is not None:
            for event in events:
                self.handler(event, emit)


@dataclass(frozen=True)
class Record:
    """A message as it came from the broker."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
