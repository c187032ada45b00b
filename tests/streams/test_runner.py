"""How many records are handled at a time."""

from hypothesis import given
from hypothesis import strategies as st

from streams.runner import BATCH_BYTES, batches
from streams.stage import Record

SIZES = st.lists(st.integers(0, BATCH_BYTES * 3 // 2), max_size=12)


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
