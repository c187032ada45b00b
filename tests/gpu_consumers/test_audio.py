"""Bad and good files as the decoder sees them."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from gpu_consumers.audio import decode, pcm, read
from streams.errors import PoisonError
from streams.objects import ObjectStore


def decoded(data: bytes, longest_s: float = 3600.0) -> tuple[bytes, float, bool]:
    target = io.BytesIO()
    seconds, broken = decode(io.BytesIO(data), target, longest_s=longest_s)
    return target.getvalue(), seconds, broken


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
    data, seconds, broken = decoded(stereo_44100(2.0))
    assert seconds == pytest.approx(2.0, abs=0.01)
    assert len(data) == round(seconds * 32_000)
    assert not broken
    assert np.abs(pcm(data)).max() == pytest.approx(8000 / 32768, abs=0.02)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 this is no sound", bytes(range(256)) * 40], ids=["empty", "pdf", "raw"]
)
def test_what_is_not_audio_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(PoisonError, match="upload"):
        decoded(data)


def test_a_recording_that_is_too_long_is_refused() -> None:
    with pytest.raises(PoisonError, match="longer than"):
        decoded(stereo_44100(2.0), longest_s=1.0)


def test_what_can_be_read_of_a_truncated_file_is_read(clip: Callable[[str], Path]) -> None:
    whole = clip("trn09.flac").read_bytes()
    _, seconds, _ = decoded(whole[: len(whole) // 2])
    assert 5.0 < seconds < 25.0


def test_seconds_are_read_by_byte_range(objects: ObjectStore) -> None:
    samples = np.arange(16_000 * 3, dtype=np.int16)
    uri = objects.put_bytes(f"{objects.root}/ranges/audio.pcm", samples.tobytes())
    found = read(objects, uri, 1.0, 1.5)
    assert np.array_equal(found, samples[16_000:24_000].astype(np.float32) / 32768)
    assert len(read(objects, uri, 2.5, 9.0)) == 8_000
