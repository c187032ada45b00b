"""A join is done once all results are there, by one of the events that find them."""

from dataclasses import replace
from uuid import uuid4

from benchmarks.hostile.corpus import example
from gpu_consumers.claims import all_there, claimed
from gpu_consumers.layout import Work
from streams.objects import ObjectStore


def test_results_are_all_there_when_none_is_missing(store: ObjectStore, work: Work) -> None:
    wanted = [work.text(i) for i in range(3)]
    for number in (2, 0, 1):
        assert not all_there(store, wanted)
        store.put_bytes(work.text(number), b"")
    assert all_there(store, wanted)
    assert not all_there(store, [*wanted, work.windows(0)])


def test_the_first_event_claims_a_join_and_finds_its_claim_again(
    store: ObjectStore, work: Work
) -> None:
    first = example("slice.transcribed")
    second = replace(first, meta=replace(first.meta, event_id=uuid4()))
    seen = [claimed(store, work, "finalize", event) for event in (first, second, first)]
    assert seen == [True, False, True]
    assert claimed(store, work, "cluster", second)
