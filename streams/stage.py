"""What a stage is: a name, the events it takes, and a handler."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from streams.topics import BY_EVENT

# Publishes an event; topic and key follow from its class.
Emit = Callable[[Any], None]
Handler = Callable[[Any, Emit], None]
BatchHandler = Callable[[Sequence[Any], Emit], None]


@dataclass(frozen=True)
class StageSpec:
    """One consumer group's work. Just one of the two handlers and what makes them is given.

    The stage's consumer group is named after it. A batch that fails is handled again one event
    at a time, so that only what is bad in it goes to the dead letters. `load` makes the handler,
    and `load_batch` the batch handler, of a stage whose libraries and models take seconds to load:
    it joins its group meanwhile. One that `takes_slot` does not compute while as many others as
    the process has slots for do. Of a stage of the agents `at_once` events are handled side by
    side, each in a thread: that of one that waits for others most of its time.
    """

    name: str
    inputs: tuple[type[Any], ...]
    handler: Handler | None = None
    batch_handler: BatchHandler | None = None
    batch_size: int = 1
    load: Callable[[], Handler] | None = None
    load_batch: Callable[[], BatchHandler] | None = None
    takes_slot: bool = True
    at_once: int = 1

    def __post_init__(self) -> None:
        ways = (self.handler, self.batch_handler, self.load, self.load_batch)
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                f"stage {self.name}: give one of handler, batch_handler, load and load_batch"
            )

    @property
    def topics(self) -> list[str]:
        """Names of the topics it consumes."""
        return [BY_EVENT[event].name for event in self.inputs]

    @property
    def ready(self) -> bool:
        """Whether its handler is there, and need not be made."""
        return self.load is None and self.load_batch is None

    def loaded(self) -> "StageSpec":
        """The stage ready to work: its handler made, where it had to be."""
        if self.load is not None:
            return replace(self, handler=self.load(), load=None)
        if self.load_batch is not None:
            return replace(self, batch_handler=self.load_batch(), load_batch=None)
        return self

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

    @property
    def place(self) -> str:
        """Where it lies: TOPIC/PARTITION/OFFSET."""
        return f"{self.topic}/{self.partition}/{self.offset}"
