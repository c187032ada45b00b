"""Joining windows as they come finds what the library finds with all of them at once."""

import numpy as np
import pytest

from benchmarks.clustering import Meeting
from gpu_consumers.cluster.logic import in_order
from gpu_consumers.turns import Turn
from streams.settings import Settings

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    "speakers",
    [{}, {"num_speakers": 2}, {"min_speakers": 8}, {"max_speakers": 3}, {"num_speakers": 1}],
    ids=str,
)
def test_turns_are_the_librarys(
    local: Settings, models: None, speakers: dict[str, int | None]
) -> None:
    from gpu_consumers.cluster.model import JoinedDiarization

    meeting = Meeting(600)
    found = JoinedDiarization(local).turns(meeting.windows, meeting.slices, **speakers)
    ours, theirs = in_order(found), in_order(library(local, meeting, **speakers))
    assert [speaker for *_, speaker in ours] == [speaker for *_, speaker in theirs]
    np.testing.assert_allclose(times(ours), times(theirs), atol=1e-9)


def library(settings: Settings, meeting: Meeting, **speakers: int | None) -> list[Turn]:
    from benchmarks.library import Joined

    scores, embeddings = (np.concatenate(parts) for parts in zip(*meeting.slices(), strict=True))
    found = Joined(settings, scores, embeddings).apply({"uri": "made"}, **speakers)
    return [(s.start, s.end, str(label)) for s, _, label in found.itertracks(yield_label=True)]


def times(turns: list[Turn]) -> list[tuple[float, float]]:
    return [(start, end) for start, end, _ in turns]
