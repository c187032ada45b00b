"""A decoded recording: blocks of 16 kHz mono PCM, read by the second."""

import numpy as np
import numpy.typing as npt

from gpu_consumers.layout import AGAIN, BYTES_PER_SAMPLE, SAMPLE_RATE
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.objects import ObjectStore

Samples = npt.NDArray[np.float32]
# Objects of this length: written while the rest of a recording is still decoded, read on their own.
BLOCK_S = 60.0
BLOCK_BYTES = int(BLOCK_S * SAMPLE_RATE) * BYTES_PER_SAMPLE
# Times are rounded to samples, here and where they come from.
SLACK_BYTES = 4 * BYTES_PER_SAMPLE


def block(folder: str, number: int) -> str:
    """URI of a block of a recording's PCM."""
    return f"{folder}/{number:05}"


def read(
    objects: ObjectStore, folder: str, start: float, end: float, *, beyond: float = 0.0
) -> Samples:
    """Samples of a recording between two times, (samples,), -1 to 1.

    The last `beyond` seconds may be missing, as they may lie after the recording's end. Raises
    `PoisonError` where others are: silence in their place would be taken for what was recorded.
    """
    first, last = (round(t * SAMPLE_RATE) * BYTES_PER_SAMPLE for t in (start, end))
    needed = round((end - beyond - start) * SAMPLE_RATE) * BYTES_PER_SAMPLE
    asked = []
    for number in range(first // BLOCK_BYTES, max(last - 1, first) // BLOCK_BYTES + 1):
        at = number * BLOCK_BYTES
        asked.append((block(folder, number), max(first - at, 0), min(last - at, BLOCK_BYTES)))
    data = bytearray()
    parts = concurrently(lambda part: objects.find_range(*part) or b"", asked)
    for found, (_, a, b) in zip(parts, asked, strict=True):
        data += found
        if len(found) < b - a:
            break
    if len(data) < needed - SLACK_BYTES:
        raise PoisonError(
            f"the decoded recording at {folder} is damaged: no sound in it from "
            f"{start + len(data) / BYTES_PER_SAMPLE / SAMPLE_RATE:.1f} s on; {AGAIN}"
        )
    return pcm(bytes(data))


def pcm(data: bytes) -> Samples:
    """s16le bytes to samples, -1 to 1."""
    whole = len(data) - len(data) % BYTES_PER_SAMPLE
    samples: Samples = np.frombuffer(data[:whole], "<i2").astype(np.float32) * np.float32(1 / 32768)
    return samples
