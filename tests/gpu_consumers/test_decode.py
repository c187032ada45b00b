"""Bad and good files as the decoder sees them."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.hostile.media import recordings
from gpu_consumers.audio import BLOCK_BYTES, pcm
from gpu_consumers.decode import BreaksOff, blocks, whole
from streams.errors import PoisonError


def decoded(data: bytes, longest_s: float = 3600.0) -> list[bytes]:
    return list(blocks(io.BytesIO(data), longest_s=longest_s))


def stereo_44100(seconds: float) -> bytes:
    """A tone as a stereo WAV of 44.1 kHz."""
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=44_100, layout="stereo")
        tone = np.sin(np.arange(int(seconds * 44_100)) * 0.05) * 8000
        samples = np.repeat(tone.astype(np.int16), 2)[None]
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="stereo")
        frame.sample_rate = 44_100
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return file.getvalue()


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
    with pytest.raises(BreaksOff):
        list(blocks(half, longest_s=60.0))
