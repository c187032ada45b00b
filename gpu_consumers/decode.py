"""Decoding a recording: any format to blocks of 16 kHz mono PCM."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, BinaryIO

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from gpu_consumers.audio import BLOCK_BYTES, BLOCK_S, Samples, pcm
from gpu_consumers.layout import SAMPLE_RATE
from streams.errors import PoisonError
from streams.filesystem import Reader

# What recordings are stored in. FFmpeg knows playlists too, which make it open other files.
CONTAINERS = (
    "aac,ac3,aiff,amr,asf,au,avi,caf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,w64,wav"
)


# Bad packets after which no more are tried: ten hours of them, or a minute's work.
PATIENCE = 2_000_000
# Less is the rounding of times, and of a clock that runs a little differently.
GAP_S = 0.1
# Of what an offset may be, as a part of the sound's level (RMS). The detector stands more.
OFFSET = 0.5
# Of a sound that its channels' mix is no louder than, they cancel each other out (20 dB).
OPPOSED = 0.01
# Frames of which one is looked at for it, and how much of what was seen before still counts.
LOOK, REMEMBERED = 8, 0.9


class Damaged(Exception):
    """Some of a file could not be read. What came of it until then is all the rest.

    Attributes: `places`, how many were passed over; `breaks_off`, whether its end is missing.
    """

    def __init__(self, places: int, *, breaks_off: bool) -> None:
        super().__init__(f"{places} places could not be read")
        self.places = places
        self.breaks_off = breaks_off


def blocks(source: BinaryIO | Reader, *, longest_s: float) -> Iterator[bytes]:
    """A file's sound as 16 kHz mono s16le, `BLOCK_S` seconds at a time; the last block is shorter.

    Raises `PoisonError` for a file without sound or longer than `longest_s`, and after its last
    block `Damaged` for one of which some could not be read; what a `Reader` raises when its store
    is away.
    """
    damage = _Damage()
    waiting = bytearray()
    count = 0
    for part in _sound(source, longest_s, damage):
        waiting += part
        while len(waiting) >= BLOCK_BYTES:
            yield _centred(bytes(waiting[:BLOCK_BYTES]))
            del waiting[:BLOCK_BYTES]
            count += 1
        if count * BLOCK_S > longest_s:
            raise _too_long(longest_s)
    if waiting:
        yield _centred(bytes(waiting))
    elif not count:
        raise _no_sound(damage.first)
    if damage.first:
        raise Damaged(damage.places - damage.open, breaks_off=damage.open)


@dataclass
class _Damage:
    """What of a file could not be read so far: the first error, how many places, and whether the
    last of them goes on."""

    first: Exception | None = None
    places: int = 0
    packets: int = 0
    open: bool = False

    def add(self, error: Exception) -> None:
        self.first = self.first or error
        self.places += not self.open
        self.packets += 1
        self.open = True


def _sound(source: BinaryIO | Reader, longest_s: float, damage: _Damage) -> Iterator[bytes]:
    """All of a file's sound, 16 kHz mono s16le, a frame at a time."""
    try:
        with av.open(source, options={"format_whitelist": CONTAINERS}) as container:
            _refuse(container, longest_s)
            start = None if container.start_time is None else container.start_time / av.time_base
            frames = _placed(_frames(container, damage), start, longest_s)
            yield from _resampled(_unopposed(frames), damage)
    except (FFmpegError, ValueError, OSError) as error:
        damage.add(error)


def _frames(container: Any, damage: _Damage) -> Iterator[Any]:
    """Frames of the sound track, in any format; what cannot be decoded of it is passed over."""
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except FFmpegError as error:
            damage.add(error)
            if damage.packets > PATIENCE:
                return
            continue
        # The last packet holds nothing: it asks the decoder for what it still has.
        damage.open = damage.open and not packet.size
        yield from frames


def _placed(frames: Iterator[Any], start: float | None, longest_s: float) -> Iterator[Any]:
    """The frames, and silence where the file's times leave a gap, as what is damaged or was muted.

    Times count from the file's `start`, as players show them: in a video whose sound begins at 5 s
    it begins at 5 s here too. Without one, from the first frame. Times that go back, or past
    `longest_s`, are not believed.
    """
    position = 0.0
    for frame in frames:
        if frame.time is not None:
            start = frame.time if start is None else start
            gap = frame.time - start - position
            if gap > GAP_S and position + gap <= longest_s:
                yield from _silence(gap)
                position += gap
        yield frame
        position += frame.samples / frame.sample_rate


def _silence(seconds: float) -> Iterator[Any]:
    samples = round(seconds * SAMPLE_RATE)
    for at in range(0, samples, SAMPLE_RATE):
        zeros = np.zeros((1, min(SAMPLE_RATE, samples - at)), np.int16)
        frame = av.AudioFrame.from_ndarray(zeros, format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        yield frame


def _unopposed(frames: Iterator[Any]) -> Iterator[Any]:
    """The frames, and of two channels that cancel each other out the louder one alone.

    So it is after a cable whose wires were changed for each other: mixed, all speech is gone.
    """
    loud = np.zeros(3)  # the left channel, the right one, and their mix
    for number, frame in enumerate(frames):
        if len(frame.layout.channels) != 2:
            yield frame
            continue
        if number % LOOK == 0:
            left, right = _channels(frame).astype(np.float64)
            mix = (left + right) / 2
            loud = loud * REMEMBERED + [left @ left, right @ right, mix @ mix]
        louder = int(loud[1] > loud[0])
        yield _alone(frame, louder) if loud[2] < OPPOSED * loud[louder] else frame


def _channels(frame: Any) -> npt.NDArray[Any]:
    """(2, samples), whether or not they are interleaved in the frame."""
    data: npt.NDArray[Any] = frame.to_ndarray()
    return data if frame.format.is_planar else data.reshape(-1, 2).T


def _alone(frame: Any, channel: int) -> Any:
    samples = np.ascontiguousarray(_channels(frame)[channel : channel + 1])
    alone = av.AudioFrame.from_ndarray(samples, format=frame.format.packed.name, layout="mono")
    alone.sample_rate = frame.sample_rate
    return alone


def _resampled(frames: Iterator[Any], damage: _Damage) -> Iterator[bytes]:
    """Frames as 16 kHz mono s16le. A resampler keeps to the format that it is first given."""
    for _, alike in groupby(frames, _format):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        for frame in chain(alike, [None]):
            try:
                parts = resampler.resample(frame)
            except FFmpegError as error:  # no channels that there are: what was damaged seems sound
                damage.add(error)
                continue
            for part in parts:
                yield part.to_ndarray().tobytes()


def _centred(data: bytes) -> bytes:
    """A block without its offset, the mean of its samples, where that is large.

    Quiet speech on top of it is not found else. The small one of most recordings stays.
    """
    samples = np.frombuffer(data, "<i2")
    offset = round(float(samples.mean()))
    if abs(offset) <= OFFSET * float(samples.std()):
        return data
    return np.clip(samples.astype("<i4") - offset, -32768, 32767).astype("<i2").tobytes()


def _format(frame: Any) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _refuse(container: Any, longest_s: float) -> None:
    """What the file says of itself is enough to refuse it before any of it is decoded."""
    if not container.streams.audio:
        raise PoisonError("the file has no sound track; upload an audio or video file")
    if container.duration is not None and container.duration / av.time_base > longest_s:
        raise _too_long(longest_s)


def _too_long(longest_s: float) -> PoisonError:
    return PoisonError(f"the recording is longer than {longest_s / 3600:g} hours")


def _no_sound(error: Exception | None) -> PoisonError:
    if error is None:
        return PoisonError("the file contains no sound at all; upload a recording")
    # Without the path that FFmpeg puts in.
    reason = getattr(error, "strerror", None) or type(error).__name__
    found = PoisonError(
        f"the file is not audio that FFmpeg can read ({reason}); upload a recording"
    )
    found.__cause__ = error
    return found


def whole(source: BinaryIO | Reader, *, longest_s: float) -> Samples:
    """All that can be read of a file, (samples,), -1 to 1. Raises `PoisonError` as `blocks`."""
    data = bytearray()
    with suppress(Damaged):
        for block in blocks(source, longest_s=longest_s):
            data += block
    return pcm(bytes(data))
