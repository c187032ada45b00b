"""Speech in a recording that comes block by block."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.hostile.media import wav
from gpu_consumers.decode import whole
from gpu_consumers.packing import Span
from gpu_consumers.speech import Finder, detect

pytestmark = pytest.mark.models
RATE = 16_000


def found(samples: np.ndarray, block_s: float) -> list[Span]:
    finder = Finder()
    size = int(block_s * RATE)
    spans = [s for i in range(0, len(samples), size) for s in finder.add(samples[i : i + size])]
    return [*spans, *finder.end()]


@pytest.fixture(scope="module")
def talk(clip: Callable[[str], Path]) -> np.ndarray:
    """Two clips with silence before, between and after."""
    silence = np.zeros(3 * RATE, np.float32)
    parts = [silence]
    for name in ("trn05.flac", "trn09.flac"):
        with clip(name).open("rb") as source:
            parts += [whole(source, longest_s=60.0), silence]
    return np.concatenate(parts)


@pytest.mark.parametrize("block_s", [2.0, 7.0, 20.0])
def test_what_is_found_does_not_depend_on_the_blocks(talk: np.ndarray, block_s: float) -> None:
    alone = detect(talk)
    spans = found(talk, block_s)
    covered = np.zeros((2, len(talk) // 160 + 1), bool)
    for row, of in enumerate((alone, spans)):
        for start, end in of:
            covered[row, int(start * 100) : int(end * 100)] = True
    differing = (covered[0] != covered[1]).sum() / 100
    assert covered[0].sum() / 100 > 30
    assert differing < 0.05 * covered[0].sum() / 100
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


def test_silence_holds_no_speech() -> None:
    assert found(np.zeros(90 * RATE, np.float32), 60.0) == []


def test_quiet_speech_with_an_offset_is_found(clip: Callable[[str], Path]) -> None:
    with clip("trn09.flac").open("rb") as source:
        samples = whole(source, longest_s=60.0)
    quiet = samples * (0.006 / samples.std())
    spoken = sum(b - a for a, b in detect(quiet))
    offset = io.BytesIO(wav(((quiet + 0.05) * 32768).astype("<i2").tobytes()))
    assert sum(b - a for a, b in detect(whole(offset, longest_s=60.0))) > 0.95 * spoken


def test_a_word_whose_beginning_lies_at_the_end_of_a_block_is_found_whole(
    talk: np.ndarray,
) -> None:
    """Too little of it for the detector to hear, and then it would be lost."""
    start = detect(talk)[0][0]
    for later in (0.1, 0.2, 0.3):
        border = int((start + later) * RATE)
        finder = Finder()
        spans = [*finder.add(talk[:border]), *finder.add(talk[border:]), *finder.end()]
        assert spans[0][0] == pytest.approx(start, abs=0.05)
