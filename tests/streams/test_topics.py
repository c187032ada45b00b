"""Which partition a recording's task goes to."""

from collections import Counter
from types import SimpleNamespace
from uuid import uuid4

import pytest

from streams.topics import in_turn


@pytest.mark.parametrize("members", [2, 4, 8])
@pytest.mark.parametrize("tasks", [1, 7, 12, 20, 50])
def test_members_with_neighbouring_partitions_are_given_equally_many(
    members: int, tasks: int
) -> None:
    partitions = 8
    transcript_id = uuid4()
    given = Counter(dict.fromkeys(range(members), 0))
    for index in range(tasks):
        task = SimpleNamespace(transcript_id=transcript_id, index=index)
        given[in_turn(task, partitions) * members // partitions] += 1
    assert max(given.values()) - min(given.values()) <= 1


@pytest.mark.parametrize("partitions", [1, 3, 8, 48])
def test_every_partition_has_its_turn(partitions: int) -> None:
    transcript_id = uuid4()
    tasks = [SimpleNamespace(transcript_id=transcript_id, index=i) for i in range(partitions)]
    assert {in_turn(task, partitions) for task in tasks} == set(range(partitions))
