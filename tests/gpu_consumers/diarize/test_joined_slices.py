"""Slices joined are the library's scores, and its turns but for a little."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_consumers.memory import Budget
from schemas import events as e
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.models
CLIP = "trn09"
# Seen: 16.2 %, nearly all of it missed speech of far voices.
MOST_DER = 0.20


@pytest.fixture(scope="module")
def voices(local: Settings, models: None) -> Any:
    from gpu_consumers.voices import Voices

    return Voices(local, Budget(local))


@pytest.fixture(scope="module")
def joined(
    local: Settings,
    objects: ObjectStore,
    voices: Any,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    preprocessed: Callable[[e.AudioUploaded], list[Any]],
    handled: Callable[..., list[Any]],
) -> tuple[list[e.DiarizeRequested], list[Any]]:
    """The slices of a clip, and its turns as our stages find them."""
    from gpu_consumers.cluster.worker import Cluster
    from gpu_consumers.diarize.worker import Diarize
    from gpu_consumers.layout import Work

    event = uploaded(clip(f"{CLIP}.flac"), 90)
    tasks = preprocessed(event)
    slices = [task for task in tasks if isinstance(task, e.DiarizeRequested)]
    stage = Diarize(local, objects, Budget(local), voices)
    # In the wrong order, as a group of workers may finish them.
    results = [result for task in reversed(slices) for result in handled(stage.handle, task)]
    join = Cluster(local, objects)
    asked = [request for result in results for request in handled(join.handle, result)]
    assert [type(request) for request in asked] == [e.VoiceprintsRequested]
    work = Work(objects.work(event.user_id, event.transcript_id))
    return slices, objects.get_json(work.turns)


@pytest.fixture(scope="module")
def samples(clip: Callable[[str], Path]) -> Any:
    from benchmarks.bare import samples_of

    return samples_of(clip(f"{CLIP}.flac"))


@pytest.fixture(scope="module")
def library(local: Settings, models: None) -> Any:
    from benchmarks.library import RECIPE, Whole

    return Whole(local.model_copy(update=RECIPE))


def test_a_recording_is_cut_into_several_slices(
    joined: tuple[list[e.DiarizeRequested], list[Any]],
) -> None:
    slices, _ = joined
    assert len(slices) == 4
    assert [s.index for s in slices] == [0, 1, 2, 3]


def test_joined_scores_are_the_librarys(
    joined: tuple[list[e.DiarizeRequested], list[Any]],
    objects: ObjectStore,
    library: Any,
    samples: Any,
) -> None:
    import torch

    slices, _ = joined
    parts = [np.load(io.BytesIO(objects.get_bytes(s.result_uri))) for s in slices]
    waveform = torch.from_numpy(samples)[None]
    theirs = library.get_segmentations({"waveform": waveform, "sample_rate": 16_000}).data
    ours = np.concatenate([part["scores"] for part in parts])
    assert ours.shape == theirs.shape
    assert (ours != (theirs > 0.5)).mean() < 1e-3


def test_embedding_pieces_once_finds_what_the_library_finds(
    joined: tuple[list[e.DiarizeRequested], list[Any]], library: Any, samples: Any
) -> None:
    from pyannote.metrics.diarization import DiarizationErrorRate

    theirs = library.of(samples)
    assert DiarizationErrorRate()(theirs, _annotation(joined[1])) < 0.05


def test_der_is_bounded(
    joined: tuple[list[e.DiarizeRequested], list[Any]], clip: Callable[[str], Path]
) -> None:
    from pyannote.database.util import load_rttm
    from pyannote.metrics.diarization import DiarizationErrorRate

    [reference] = load_rttm(str(clip(f"{CLIP}.rttm"))).values()
    assert DiarizationErrorRate()(reference, _annotation(joined[1])) < MOST_DER


def _annotation(turns: list[Any]) -> Any:
    from pyannote.core import Annotation, Segment

    annotation = Annotation(uri=CLIP)
    for number, (start, end, speaker) in enumerate(turns):
        annotation[Segment(start, end), number] = speaker
    return annotation
