"""Joining windows as they come finds what the library finds with all of them at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import random_weights
from benchmarks.clustering import NUMBERS, Meeting
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


@pytest.fixture(scope="module")
def by_vbx(tmp_path_factory: pytest.TempPathFactory, local: Settings, models: None) -> Settings:
    """Settings of a pipeline that clusters by VBx, with a PLDA for made voices."""
    folder = tmp_path_factory.mktemp("pipeline")
    random_weights.pipeline(folder, local.models_dir / "segmentation")
    random_weights.plda(folder / "plda", NUMBERS)
    return local.model_copy(update={"diarization_pipeline": str(folder)})


@pytest.mark.parametrize("speakers", [{}, {"num_speakers": 2}, {"max_speakers": 3}], ids=str)
def test_turns_by_vbx_are_the_librarys(by_vbx: Settings, speakers: dict[str, int | None]) -> None:
    from gpu_consumers.cluster.model import JoinedDiarization

    meeting = Heard(600)
    found = JoinedDiarization(by_vbx).turns(meeting.windows, meeting.slices, **speakers)
    ours = in_order(found)
    theirs = in_order(library(by_vbx, meeting, **speakers))
    assert [speaker for *_, speaker in ours] == [speaker for *_, speaker in theirs]
    np.testing.assert_allclose(times(ours), times(theirs), atol=1e-9)


class Heard(Meeting):
    """One in which whoever speaks has a vector: the library gives the others any cluster."""

    def slices(self) -> Iterator[Any]:
        for scores, vectors in super().slices():
            heard = ~np.isnan(vectors[:, :, 0])
            yield scores * heard[:, None, :], vectors


def library(settings: Settings, meeting: Meeting, **speakers: int | None) -> list[Turn]:
    from pyannote.audio.core.plda import PLDA
    from pyannote.audio.pipelines.clustering import VBxClustering

    from benchmarks.library import Joined

    scores, embeddings = (np.concatenate(parts) for parts in zip(*meeting.slices(), strict=True))
    pipeline = Joined(settings, scores, embeddings)
    if settings.diarization_pipeline:
        pipeline.klustering = "VBxClustering"
        folder = Path(settings.diarization_pipeline) / "plda"
        pipeline.clustering = VBxClustering(PLDA.from_pretrained(folder))
        pipeline.instantiate({"clustering": {"threshold": 0.6, "Fa": 0.07, "Fb": 0.8}})
    found = pipeline.apply({"uri": "made"}, **speakers)
    return [(s.start, s.end, str(label)) for s, _, label in found.itertracks(yield_label=True)]


def times(turns: list[Turn]) -> list[tuple[float, float]]:
    return [(start, end) for start, end, _ in turns]
