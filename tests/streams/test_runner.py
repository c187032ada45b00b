"""How many records are handled at a time, and what the log says of those that fail."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.errors import PoisonError
from streams.health import Health
from streams.runner import BATCH_BYTES, Runner, batches
from streams.settings import Settings
from streams.stage import Emit, Record, StageSpec

SIZES = st.lists(st.integers(0, BATCH_BYTES * 3 // 2), max_size=12)


SAID = "Marie Dubois said so"


def record(offset: int, size: int) -> Record:
    return Record("topic", 0, offset, None, bytes(size))


@given(SIZES)
def test_batches_keep_order_and_bound_what_is_decoded_at_a_time(sizes: list[int]) -> None:
    records = [record(offset, size) for offset, size in enumerate(sizes)]
    found = list(batches(records))
    assert [one for batch in found for one in batch] == records
    for batch in found:
        assert len(batch) == 1 or sum(len(one.value or b"") for one in batch) <= BATCH_BYTES


def test_small_records_stay_together() -> None:
    records = [record(offset, 1000) for offset in range(1000)]
    assert list(batches(records)) == [records]


@pytest.mark.parametrize("kind", [PoisonError, ValueError])
def test_the_log_names_the_letter_and_quotes_nothing(
    kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    def handle(event: Any, emit: Emit) -> None:
        raise kind(SAID)

    letters: list[Any] = []
    box = SimpleNamespace(emit=letters.append, wait=lambda: None)
    publisher: Any = SimpleNamespace(publish=letters.append, outbox=lambda: box)
    codec: Any = SimpleNamespace(decode=lambda *_: object(), read=lambda *_: None)
    own = Settings(_env_file=None, retry_backoff_s=0.0)  # type: ignore[call-arg]
    spec = StageSpec("quoting", (), handle)
    runner = Runner(spec, own, codec, publisher, Health([]))
    runner.handle([Record("topic", 0, number, None, b"") for number in range(2)])
    assert all(SAID in letter.reason for letter in letters)
    assert all(str(letter.meta.event_id) in caplog.text for letter in letters)
    assert len(letters) == 2
    assert SAID not in caplog.text
    assert (__file__ in caplog.text) == (kind is ValueError)
