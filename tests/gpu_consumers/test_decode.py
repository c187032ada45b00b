"""Bad and good files as the decoder sees them."""

import io
import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.hostile.media import recordings
from gpu_consumers.audio import BLOCK_BYTES, Samples, pcm
from gpu_consumers.decode import Damaged, _placed, blocks, whole
from streams.errors import PoisonError

RUBBISH = np.random.default_rng(0).bytes(3000)


def decoded(data: bytes, longest_s: float = 3600.0) -> list[bytes]:
    return list(blocks(io.BytesIO(data), longest_s=longest_s))


def encoded(
    seconds: float, form: str = "wav", codec: str = "pcm_s16le", *, rate: int = 44_100,
    layout: str = "stereo", channels: Samples | None = None, starts: tuple[float, ...] = (0.0,),
) -> bytes:  # fmt: skip
    """A tone as a file, or what is given of each of its channels; again at each of its starts."""
    file = io.BytesIO()
    tone = np.sin(np.arange(int(seconds * rate)) * 0.05, dtype=np.float32) / 4
    count = 1 if layout == "mono" else 2
    sound = np.ascontiguousarray(np.tile(tone, (count, 1)) if channels is None else channels)
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        for start, at in itertools.product(starts, range(0, sound.shape[1], 1152)):
            part = np.ascontiguousarray(sound[:, at : at + 1152])
            frame = av.AudioFrame.from_ndarray(part, format="fltp", layout=layout)
            frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
            frame.pts = round(start * rate) + at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def stereo_44100(seconds: float) -> bytes:
    """A tone as a stereo WAV of 44.1 kHz."""
    return encoded(seconds)


def heard(data: bytes) -> tuple[Samples, Damaged | None]:
    """A file's sound, and what of it could not be read."""
    found = bytearray()
    try:
        for part in blocks(io.BytesIO(data), longest_s=3600.0):
            found += part
    except Damaged as damage:
        return pcm(bytes(found)), damage
    return pcm(bytes(found)), None


def test_any_rate_and_layout_becomes_16_khz_mono() -> None:
    [data] = decoded(stereo_44100(2.0))
    assert len(data) == pytest.approx(64_000, abs=320)
    assert np.abs(pcm(data)).max() == pytest.approx(8000 / 32768, abs=0.02)


def test_a_recording_comes_in_blocks_of_one_length() -> None:
    lengths = [len(data) for data in decoded(stereo_44100(125.0))]
    assert lengths[:2] == [BLOCK_BYTES, BLOCK_BYTES]
    assert lengths[2] == pytest.approx(160_000, abs=320)


@pytest.mark.parametrize("name", recordings())
def test_what_is_not_audio_is_refused_in_words(name: str) -> None:
    with pytest.raises(PoisonError, match="upload"):
        decoded(recordings()[name])


@pytest.mark.parametrize(
    ("name", "list_"),
    [
        ("list.ffconcat", "ffconcat version 1.0\nfile private.wav\n"),
        (
            "list.m3u8",
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:2,\nprivate.wav\n",
        ),
    ],
)
def test_a_playlist_does_not_open_the_files_it_names(tmp_path: Path, name: str, list_: str) -> None:
    (tmp_path / "private.wav").write_bytes(stereo_44100(2.0))
    (tmp_path / name).write_text(list_)
    with (tmp_path / name).open("rb") as source, pytest.raises(PoisonError, match="not audio"):
        whole(source, longest_s=3600)


def test_a_recording_that_is_too_long_is_refused() -> None:
    with pytest.raises(PoisonError, match="longer than"):
        decoded(stereo_44100(2.0), longest_s=1.0)


def test_of_a_truncated_file_what_can_be_read_is_read_and_its_end_is_told(
    clip: Callable[[str], Path],
) -> None:
    data = clip("trn09.flac").read_bytes()
    half = io.BytesIO(data[: len(data) // 2])
    assert 5.0 < len(whole(half, longest_s=60.0)) / 16_000 < 25.0
    half.seek(0)
    with pytest.raises(Damaged) as told:
        list(blocks(half, longest_s=60.0))
    assert (told.value.places, told.value.breaks_off) == (0, True)


@pytest.mark.parametrize(
    ("form", "codec"), [("mp3", "libmp3lame"), ("adts", "aac"), ("mp4", "aac"), ("mpegts", "aac")]
)
@pytest.mark.parametrize("damage", [bytes(3000), RUBBISH], ids=["zeros", "rubbish"])
def test_what_follows_a_damaged_place_is_read(form: str, codec: str, damage: bytes) -> None:
    data = encoded(40.0, form, codec, layout="mono")
    middle = len(data) // 2
    samples, told = heard(data[:middle] + damage + data[middle + len(damage) :])
    assert len(samples) / 16_000 > 39.0
    assert np.abs(samples[-16_000:]).max() > 0.2
    assert told is not None
    assert (told.places, told.breaks_off) == (1, False)


@pytest.mark.parametrize("rate", [22_050, 44_100])
def test_recordings_joined_in_one_file_are_read_one_after_the_other(rate: int) -> None:
    one = encoded(5.0, "mp3", "libmp3lame", rate=rate, layout="mono")
    samples, _ = heard(one + encoded(5.0, "mp3", "libmp3lame"))
    assert len(samples) / 16_000 == pytest.approx(10.0, abs=0.2)


def test_a_recording_of_which_nothing_can_be_read_is_refused() -> None:
    data = encoded(60.0, "mp4", "aac", layout="mono")
    start, end = data.index(b"mdat") + 4, data.index(b"moov") - 4
    with pytest.raises(PoisonError, match="not audio that FFmpeg can read"):
        decoded(data[:start] + bytes(end - start) + data[end:])


@pytest.mark.parametrize(
    ("form", "codec"), [("matroska", "libopus"), ("webm", "libopus"), ("mp4", "aac")]
)
def test_sound_lies_where_the_files_times_say(form: str, codec: str) -> None:
    data = encoded(5.0, form, codec, rate=48_000, layout="mono", starts=(0.0, 12.0))
    samples, told = heard(data)
    loud = [np.abs(samples[int(t * 16_000) :][:8_000]).max() > 0.1 for t in (4, 6, 11, 13)]
    assert loud == [True, False, False, True]
    assert len(samples) / 16_000 == pytest.approx(17.0, abs=0.1)
    assert told is None


def frames(times: list[float | None]) -> Iterator[av.AudioFrame]:
    for time in times:
        frame = av.AudioFrame.from_ndarray(np.ones((1, 8_000), np.int16), "s16", "mono")
        frame.sample_rate, frame.time_base = 16_000, Fraction(1, 16_000)
        frame.pts = None if time is None else round(time * 16_000)
        yield frame


@pytest.mark.parametrize(
    ("times", "start", "seconds"),
    [
        ([5.0, 5.5], 0.0, 6.0),  # the sound of a video begins after its pictures
        ([5.0, 5.5], None, 1.0),
        ([0.0, None, 9.0], 0.0, 9.5),
        ([0.0, 0.55, 1.1, 1.65], 0.0, 2.15),  # what is lost bit by bit
        ([7.0, 0.5, 0.1], 7.0, 1.5),
        ([0.0, 1e9, 1.0], 0.0, 1.5),
    ],
    ids=["late", "alone", "unknown", "lost", "back", "hostile"],
)
def test_gaps_in_a_files_times_are_silence(
    times: list[float | None], start: float | None, seconds: float
) -> None:
    found = sum(frame.samples for frame in _placed(frames(times), start, 3600.0)) / 16_000
    assert found == pytest.approx(seconds, abs=0.101)


def test_a_large_offset_is_taken_out_and_a_small_one_stays() -> None:
    noise = np.random.default_rng(0).normal(0.0, 0.006, (1, 16_000)).astype(np.float32)
    for offset, left in ((0.05, 0.0), (-0.05, 0.0), (0.001, 0.001)):
        data = encoded(1.0, rate=16_000, layout="mono", channels=noise + np.float32(offset))
        samples, _ = heard(data)
        assert samples.mean() == pytest.approx(left, abs=0.0002)
        assert samples.std() == pytest.approx(0.006, abs=0.0002)


@pytest.mark.parametrize(("form", "codec"), [("wav", "pcm_s16le"), ("mp3", "mp3"), ("adts", "aac")])
def test_channels_that_cancel_each_other_out_are_heard(form: str, codec: str) -> None:
    one = np.sin(np.arange(5 * 44_100) * 0.05, dtype=np.float32) * np.float32(0.25)
    sound, _ = heard(encoded(5.0, form, codec, channels=np.stack([one, -one])))
    assert np.abs(sound[16_000:]).max() == pytest.approx(0.25, abs=0.03)
    quieter = -one * np.float32(0.9)
    louder, _ = heard(encoded(5.0, form, codec, channels=np.stack([quieter, one])))
    assert np.abs(louder[16_000:]).max() == pytest.approx(0.25, abs=0.03)


def test_channels_of_two_microphones_are_mixed() -> None:
    chance = np.random.default_rng(0).standard_normal((2, 5 * 44_100)).astype(np.float32)
    chance *= np.float32(0.1)
    mixed, _ = heard(encoded(5.0, channels=chance))
    mono, _ = heard(
        encoded(5.0, layout="mono", channels=chance.mean(axis=0, dtype=np.float32, keepdims=True))
    )
    assert np.abs(mixed - mono).max() < 0.001
