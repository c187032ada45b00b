"""What a graphics card is doing meanwhile, by `nvidia-smi`."""

import shutil
import subprocess
import threading
from types import TracebackType

from prometheus_client import REGISTRY

EVERY_MS = 200


def name() -> str | None:
    """The first card's; None where there is none."""
    if shutil.which("nvidia-smi") is None:
        return None
    asked = ["nvidia-smi", "-i", "0", "--query-gpu=name", "--format=csv,noheader"]
    return subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


class Watch:
    """While it is entered: `load` in per cent of the time, and the most memory in GB.

    `peak` is what is used of the card by all processes, `admitted` what the budget gave to batches.
    """

    def __init__(self) -> None:
        self._loads: list[int] = []
        self.peak = 0.0
        self.admitted = 0.0

    @property
    def load(self) -> float:
        """Mean share of the time in which the card computed."""
        return sum(self._loads) / max(len(self._loads), 1)

    def __enter__(self) -> "Watch":
        asked = ["nvidia-smi", "-i", "0", "--query-gpu=utilization.gpu,memory.used"]
        asked += ["--format=csv,noheader,nounits", "-lms", str(EVERY_MS)]
        self._process = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._thread.join(10)

    def _read(self) -> None:
        for line in self._process.stdout or ():
            load, used = (int(part) for part in line.split(","))
            self._loads.append(load)
            self.peak = max(self.peak, used / 1024)
            taken = REGISTRY.get_sample_value("st_memory_gb", {"what": "taken"})
            self.admitted = max(self.admitted, taken or 0.0)
