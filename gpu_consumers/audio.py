"""Reading audio: any format to 16 kHz mono PCM, and PCM by the second."""

from typing import Any, BinaryIO

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from gpu_consumers.layout import BYTES_PER_SAMPLE, SAMPLE_RATE
from streams.errors import PoisonError
from streams.objects import ObjectStore

Samples = npt.NDArray[np.float32]


def decode(source: BinaryIO, target: BinaryIO, *, longest_s: float) -> tuple[float, bool]:
    """Write a file's sound as 16 kHz mono s16le, a frame at a time.

    Returns its length in seconds and whether it broke off early. Raises `PoisonError` for a file
    without sound, or longer than `longest_s`.
    """
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    written = 0
    broken = False
    try:
        with av.open(source) as container:
            if not container.streams.audio:
                raise PoisonError("the file has no sound track; upload an audio or video file")
            for frame in _frames(container, resampler):
                written += target.write(frame)
                if written > longest_s * SAMPLE_RATE * BYTES_PER_SAMPLE:
                    raise PoisonError(f"the recording is longer than {longest_s / 3600:g} hours")
    except (FFmpegError, ValueError, OSError) as error:
        broken = True
        if not written:
            raise PoisonError(
                f"the file is not audio that FFmpeg can read ({_reason(error)}); upload a recording"
            ) from error
    if not written:
        raise PoisonError("the file contains no sound at all; upload a recording")
    return written / (SAMPLE_RATE * BYTES_PER_SAMPLE), broken


def _reason(error: Exception) -> str:
    """Without the path that FFmpeg puts in."""
    return str(getattr(error, "strerror", None) or type(error).__name__)


def _frames(container: Any, resampler: Any) -> Any:
    for frame in container.decode(audio=0):
        for part in resampler.resample(frame):
            yield part.to_ndarray().tobytes()
    for part in resampler.resample(None):
        yield part.to_ndarray().tobytes()


def read(objects: ObjectStore, uri: str, start: float, end: float) -> Samples:
    """Samples of a PCM object between two times, (samples,), -1 to 1; fewer at its end."""
    first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    data = objects.get_range(uri, first * BYTES_PER_SAMPLE, last * BYTES_PER_SAMPLE)
    return pcm(data)


def pcm(data: bytes) -> Samples:
    """s16le bytes to samples, -1 to 1."""
    whole = len(data) - len(data) % BYTES_PER_SAMPLE
    samples: Samples = np.frombuffer(data[:whole], "<i2").astype(np.float32) * np.float32(1 / 32768)
    return samples
