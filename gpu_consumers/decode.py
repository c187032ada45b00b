"""Decoding a recording: any format to blocks of 16 kHz mono PCM."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

import av
from av.error import FFmpegError

from gpu_consumers.audio import BLOCK_BYTES, BLOCK_S, Samples, pcm
from gpu_consumers.layout import SAMPLE_RATE
from streams.errors import PoisonError
from streams.filesystem import Reader

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
