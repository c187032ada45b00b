"""What the supervisor says while it works; the command line shows it, tests keep it quiet."""

from typing import Protocol


class Reporter(Protocol):
    """Told about progress. Calls may come from several threads."""

    def note(self, text: str) -> None:
        """Something worth a line of its own."""

    def began(self, name: str, doing: str) -> None:
        """This item is now being waited for."""

    def done(self, name: str, outcome: str, seconds: float) -> None:
        """This item is there."""


class Silence:
    """Says nothing."""

    def note(self, text: str) -> None:
        """Not even this."""

    def began(self, name: str, doing: str) -> None:
        """Nor this."""

    def done(self, name: str, outcome: str, seconds: float) -> None:
        """Nor this."""
