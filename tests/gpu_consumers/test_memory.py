"""What a process may take of its card, and batches that fit into it."""

import threading
from collections.abc import Sequence

import pytest

from gpu_consumers.memory import GROWS_AFTER, PRODUCTION, Budget, OutOfMemory
from streams.errors import FatalError
from streams.settings import Settings

# So CTranslate2 says that a card has no memory left, every other time.
INVALID_DEVICE = "parallel_for failed: cudaErrorInvalidDevice: invalid device ordinal"
CARD = {"device": "cuda", "asr_model": "large-v3", "text_embedding_model": "bge-m3"}


def budget(gigabytes: float | None, **other: object) -> Budget:
    return Budget(Settings(_env_file=None, memory_budget_gb=gigabytes, **other))  # type: ignore[arg-type]


class Card:
    """Doubles numbers, up to so many at a time."""

    def __init__(self, fits: int) -> None:
        self.fits = fits
        self.sizes: list[int] = []

    def double(self, numbers: Sequence[int]) -> list[int]:
        self.sizes.append(len(numbers))
        if len(numbers) > self.fits:
            raise RuntimeError("CUDA failed with error out of memory")
        return [2 * number for number in numbers]


def test_a_batch_that_does_not_fit_is_done_in_halves() -> None:
    card, batch = Card(fits=3), budget(None).batch("asr", 8)
    assert batch.map(range(10), card.double) == [2 * number for number in range(10)]
    assert card.sizes == [8, 4, 2, 2, 2, 2, 2]


def test_memory_is_given_back_before_another_try() -> None:
    released: list[int] = []
    batch = budget(None).batch("asr", 8, lambda: released.append(len(released)))
    batch.map(range(8), Card(fits=2).double)
    assert released == [0, 1]


def test_batches_grow_again_to_what_they_began_with() -> None:
    card, batch = Card(fits=2), budget(None).batch("asr", 8)
    batch.map(range(8), card.double)
    card.fits = 100
    batch.map(range(100 * GROWS_AFTER), card.double)
    assert batch.size == max(card.sizes) == 8


def test_batches_grow_again_after_one_item_alone_ran_out() -> None:
    card, batch = Card(fits=0), budget(None).batch("asr", 8)
    with pytest.raises(OutOfMemory):
        batch.map(range(8), card.double)
    assert batch.size == 1
    card.fits = 100
    batch.map(range(100 * GROWS_AFTER), card.double)
    assert batch.size == 8


def test_one_item_alone_that_ran_out_says_nothing_of_how_many_fit() -> None:
    card, batch = Card(fits=0), budget(None).batch("asr", 8)
    with pytest.raises(OutOfMemory):
        batch.map([0], card.double)
    assert batch.size == 8


def test_batches_that_are_not_full_do_not_grow() -> None:
    card, batch = Card(fits=2), budget(None).batch("asr", 8)
    batch.map(range(8), card.double)
    card.fits = 100
    for _ in range(2 * GROWS_AFTER):
        batch.map([0], card.double)
    assert batch.size == 2


def test_on_a_card_batches_grow_to_what_the_models_leave() -> None:
    card, limited = Card(fits=100), budget(20.0, **CARD)
    limited.declare(["transcribe", "embed"])  # 8 GB, libraries included; a piece takes 0.4 more
    batch = limited.batch("asr", 2)
    batch.map(range(100 * GROWS_AFTER), card.double)
    assert batch.size == max(card.sizes) == 30


def test_one_item_that_does_not_fit_is_an_error_that_says_what_to_do() -> None:
    batch = budget(None).batch("asr", 8)
    with pytest.raises(OutOfMemory, match="replay this"):
        batch.map(range(8), Card(fits=0).double)


def test_an_item_alone_that_fails_behind_a_batch_that_ran_out_is_tried_once_more() -> None:
    said = iter(["CUDA failed with error out of memory", INVALID_DEVICE])
    sizes = []

    def compute(size: int) -> int:
        sizes.append(size)
        for words in said:
            raise RuntimeError(words)
        return size

    assert budget(None).batch("asr", 2).attempt(2, compute) == 1
    assert sizes == [2, 1, 1]


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[Errno] can't allocate memory"),
        RuntimeError(INVALID_DEVICE),
    ],
)
def test_every_library_says_it_in_its_own_way(error: Exception) -> None:
    tries = iter([error])

    def compute(size: int) -> int:
        for failure in tries:
            raise failure
        return size

    assert budget(None).batch("text", 4).attempt(4, compute) == 2


def test_other_errors_are_not_swallowed() -> None:
    def broken(size: int) -> int:
        raise ValueError(size)

    batch = budget(None).batch("asr", 8)
    with pytest.raises(ValueError, match="8"):
        batch.attempt(8, broken)
    assert batch.size == 8


def test_stages_that_do_not_fit_are_refused_by_name() -> None:
    with pytest.raises(FatalError, match=r"stage embed does not fit: .* 8\.4 GB, .* is 8"):
        budget(8.0, **CARD).declare(["transcribe", "embed"])


def test_stages_share_a_model() -> None:
    one, both = budget(28.0, **CARD), budget(28.0, **CARD)
    one.declare(["diarize"])
    both.declare(["diarize", "voiceprint"])
    assert one.room == both.room


def test_a_card_has_a_limit_and_a_processor_none() -> None:
    assert budget(None, **CARD).limit == 28.0
    assert budget(None).limit is None


def test_settings_have_the_last_word_on_a_models_need() -> None:
    limited = budget(28.0, **CARD, model_memory_gb={"asr": (10.0, 2.0)})
    limited.declare(["transcribe"])
    assert limited.room == 16.0


def test_a_need_of_a_model_that_there_is_not_is_refused() -> None:
    with pytest.raises(FatalError, match="no model whisper; there are asr"):
        budget(28.0, model_memory_gb={"whisper": (10.0, 2.0)})


def test_models_that_are_held_beside_others_are_counted() -> None:
    production = {**CARD, "diarization_pipeline": "community-1"}
    alone, beside = (
        budget(28.0, **production),
        budget(
            28.0,
            **production,
            asr_models={"turbo": "large-v3-turbo"},
            speaker_embedding_model="voices",
        ),
    )
    alone.declare(["transcribe", "diarize"])
    beside.declare(["transcribe", "diarize"])
    assert alone.room is not None
    assert beside.room == alone.room - PRODUCTION["asr"].loaded - PRODUCTION["voices"].loaded


@pytest.mark.timeout(30)
@pytest.mark.parametrize("taken", [3.0, 100.0], ids=["no room beside it", "it never fits"])
def test_a_task_waits_until_there_is_room(taken: float) -> None:
    limited = budget(6.0, **CARD)
    order: list[str] = []

    def second() -> None:
        with limited.taking(3.0):
            order.append("second")

    waiting = threading.Thread(target=second)
    with limited.taking(taken):
        waiting.start()
        waiting.join(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_what_fits_beside_another_does_not_wait() -> None:
    limited = budget(6.0, **CARD)
    with limited.taking(2.0), limited.taking(2.0):
        assert limited.room == 4.0
