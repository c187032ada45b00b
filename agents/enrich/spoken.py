"""What was said, and by it and the documents who the speakers are: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.clean.logic import corrected
from agents.enrich import logic
from agents.identify import evidence, listened, spelling
from agents.identify import logic as identify
from agents.identify.dialogue import Turn, together, turns_of
from agents.identify.names import Known
from agents.identify.outcome import Naming
from agents.identify.places import Place, places

Heard = Sequence[tuple[Mapping[str, Any], str]]


@dataclass(frozen=True)
class Spoken:
    """A transcript's segments as they were recognised, the `context` its documents give, what is
    `pooled` of each speaker, and the names that a person `confirmed`. `heard` are names that the
    sound was found to hold, each at its place."""

    segments: Sequence[Mapping[str, Any]]
    context: Mapping[str, Any]
    pooled: Mapping[str, Mapping[str, Any]]
    confirmed: Mapping[str, str]
    heard: Heard = ()

    @cached_property
    def people(self) -> list[Known]:
        """Whom the documents or the voices name."""
        people = logic.known(self.context["people"])
        people = logic.with_corrections(people, self.context["corrections"])
        return logic.with_voices(people, self._voices)

    @cached_property
    def turns(self) -> list[Turn]:
        """Who says what, with the glossary's corrections."""
        corrections = self.context["corrections"]
        segments = listened.written(self.segments, self.heard)
        return turns_of([{**s, "text": corrected(s["text"], corrections)} for s in segments])

    @cached_property
    def texts(self) -> list[str]:
        """What is said in each segment, with names as the documents write them."""
        segments = listened.written(self.segments, self.heard, marked=False)
        return [spelling.as_written(str(s["text"]), self.people) for s in segments]

    @cached_property
    def _voices(self) -> dict[str, tuple[str, float]]:
        return logic.known_voices(self.pooled)

    def namings(self, threshold: float) -> dict[str, Naming]:
        """A naming for each speaker."""
        return identify.identify(
            list(self.pooled),
            self._voices,
            evidence.clues(self.turns, self.people),
            threshold,
            together(self.segments),
            self.confirmed,
        )

    def places(self, threshold: float) -> list[Place]:
        """Where the sound may hold names of the documents that nobody has, for those who have no
        name."""
        namings = self.namings(threshold)
        given = {naming.name for naming in namings.values()}
        missing = [p.name for p in self.people if p.name not in given and not p.absent]
        unnamed = [speaker for speaker, naming in namings.items() if naming.name is None]
        return places(self.segments, self.people, missing, unnamed)
