"""Progress on the terminal: a line for what is done, and what is being waited for below it."""

import threading
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status

REFRESH_S = 0.5


class Live:
    """A reporter that shows, second by second, what `up` waits for.

    Where the output is not a terminal only the finished lines appear.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status("", console=console)
        self._waiting: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        self._status.start()
        self._ticker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        self._ticker.join()
        self._status.stop()

    def note(self, text: str) -> None:
        """A line of its own."""
        self._console.print(text, markup=False)

    def began(self, name: str, doing: str) -> None:
        """Shown until it is done, with the seconds it has taken so far."""
        with self._lock:
            since = self._waiting[name][1] if name in self._waiting else time.monotonic()
            self._waiting[name] = (doing, since)

    def done(self, name: str, outcome: str, seconds: float) -> None:
        """A line that stays."""
        with self._lock:
            self._waiting.pop(name, None)
        self._console.print(f"  {name:<16} {outcome} [dim]{seconds:.1f} s[/]")

    def _tick(self) -> None:
        while not self._closed.wait(REFRESH_S):
            now = time.monotonic()
            with self._lock:
                parts = [
                    f"{name} ({doing}, {now - since:.0f} s)"
                    for name, (doing, since) in self._waiting.items()
                ]
            self._status.update("waiting for " + ", ".join(parts) if parts else "")
