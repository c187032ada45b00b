"""Reading audio: any format to blocks of 16 kHz mono PCM, and PCM by the second."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from gpu_consumers.layout import AGAIN, BYTES_PER_SAMPLE, SAMPLE_RATE
from streams.concurrently import concurrently
from streams.errors import PoisonError
from streams.filesystem import Reader
from streams.objects import ObjectStore

Samples = npt.NDArray[np.float32]
# Objects of this length: written while the rest of a recording is still decoded, read on their own.
BLOCK_S = 60.0
BLOCK_BYTES = int(BLOCK_S * SAMPLE_RATE) * BYTES_PER_SAMPLE
# Times are rounded to samples, here and where they come from.
SLACK_BYTES = 4 * BYTES_PER_SAMPLE
# What recordings are stored in. FFmpeg knows playlists too, which make it open other files.
CONTAINERS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,w64,wav"
)


class BreaksOff(Exception):
    """A file ends before its sound does. What came until then is sound."""


def blocks(source: BinaryIO | Reader, *, longest_s: float) -> Iterator[bytes]:
    """A file's sound as 16 kHz mono s16le, `BLOCK_S` seconds at a time; the last block is shorter.

    Raises `PoisonError` for a file without sound or longer than `longest_s`, and after its last
    block `BreaksOff` for one that cannot be read to its end; what a `Reader` raises when its store
    is away.
    """
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    waiting = bytearray()
    count = 0
    broken = False
    try:
        with av.open(source, options={"format_whitelist": CONTAINERS}) as container:
            _refuse(container, longest_s)
            for frame in _frames(container, resampler):
                waiting += frame
                while len(waiting) >= BLOCK_BYTES:
                    yield bytes(waiting[:BLOCK_BYTES])
                    del waiting[:BLOCK_BYTES]
                    count += 1
                if count * BLOCK_S > longest_s:
                    raise _too_long(longest_s)
    except (FFmpegError, ValueError, OSError) as error:
        broken = True
        if not count and not waiting:
            raise PoisonError(
                f"the file is not audio that FFmpeg can read ({_reason(error)}); upload a recording"
            ) from error
    if waiting:
        yield bytes(waiting)
    elif not count:
        raise PoisonError("the file contains no sound at all; upload a recording")
    if broken:
        raise BreaksOff


def _refuse(container: Any, longest_s: float) -> None:
    """What the file says of itself is enough to refuse it before any of it is decoded."""
    if not container.streams.audio:
        raise PoisonError("the file has no sound track; upload an audio or video file")
    if container.duration is not None and container.duration / av.time_base > longest_s:
        raise _too_long(longest_s)


def _too_long(longest_s: float) -> PoisonError:
    return PoisonError(f"the recording is longer than {longest_s / 3600:g} hours")


def whole(source: BinaryIO | Reader, *, longest_s: float) -> Samples:
    """All that can be read of a file, (samples,), -1 to 1. Raises `PoisonError` as `blocks`."""
    data = bytearray()
    with suppress(BreaksOff):
        for block in blocks(source, longest_s=longest_s):
            data += block
    return pcm(bytes(data))


def _reason(error: Exception) -> str:
    """Without the path that FFmpeg puts in."""
    return str(getattr(error, "strerror", None) or type(error).__name__)


def _frames(container: Any, resampler: Any) -> Any:
    for frame in container.decode(audio=0):
        for part in resampler.resample(frame):
            yield part.to_ndarray().tobytes()
    for part in resampler.resample(None):
        yield part.to_ndarray().tobytes()


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
