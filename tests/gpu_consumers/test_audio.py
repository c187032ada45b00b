"""PCM of a recording, read by the second."""

import numpy as np
import pytest

from gpu_consumers.audio import BLOCK_BYTES, block, read
from streams.errors import PoisonError
from streams.objects import ObjectStore


def test_seconds_are_read_across_blocks(objects: ObjectStore) -> None:
    samples = (np.arange(16_000 * 62) % 30_000).astype(np.int16)
    folder = f"{objects.root}/ranges/pcm"
    for number, start in enumerate(range(0, samples.nbytes, BLOCK_BYTES)):
        data = samples.tobytes()[start : start + BLOCK_BYTES]
        objects.put_bytes(block(folder, number), data)
    for first, last in ((1.0, 1.5), (59.5, 60.5), (60.0, 61.0), (0.0, 60.0)):
        wanted = samples[int(first * 16_000) : int(last * 16_000)].astype(np.float32) / 32768
        assert np.array_equal(read(objects, folder, first, last), wanted)
    assert len(read(objects, folder, 61.0, 62.2, beyond=0.2)) == 16_000


@pytest.mark.parametrize(
    ("number", "left"), [(0, 9_000), (1, 9_001), (1, 0), (1, None)],
    ids=["first", "last", "empty", "gone"],
)  # fmt: skip
def test_a_damaged_recording_is_not_taken_for_silence(
    objects: ObjectStore, number: int, left: int | None
) -> None:
    folder = f"{objects.root}/damaged/{number}-{left}"
    for known, size in ((0, BLOCK_BYTES), (1, 320_000)):
        if known != number or left is not None:
            data = bytes(size if known != number else left or 0)
            objects.put_bytes(block(folder, known), data)
    with pytest.raises(PoisonError, match=r"damaged.* from .* s on; do the transcript again"):
        read(objects, folder, 50.0, 70.0, beyond=0.2)


@pytest.mark.parametrize("left", [320_000, None], ids=["cut", "gone"])
def test_sound_after_a_damaged_block_does_not_take_its_place(
    objects: ObjectStore, left: int | None
) -> None:
    folder = f"{objects.root}/between/{left}"
    for number, size in ((0, BLOCK_BYTES), (1, left), (2, BLOCK_BYTES)):
        if size is not None:
            objects.put_bytes(block(folder, number), bytes(size))
    sound_to = 70.0 if left else 60.0
    with pytest.raises(PoisonError, match=f"no sound in it from {sound_to} s on"):
        read(objects, folder, 50.0, 130.0)
