"""Production's models run by our code, from local folders as they are given away.

The weights are random where real ones cannot be had; what a model says is then nonsense, in the
right shape.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks import random_weights
from gpu_consumers.decode import whole
from gpu_consumers.layout import Work
from gpu_consumers.memory import Budget
from schemas import events as e
from streams.errors import FatalError
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.models
# Six windows: the networks are as large as in production, where they are not made small.
SECONDS = 15.0


@pytest.fixture(scope="module")
def samples(clip: Callable[[str], Path]) -> Any:
    with clip("trn09.flac").open("rb") as source:
        return whole(source, longest_s=60.0)[: int(SECONDS * 16_000)]


@pytest.fixture(scope="module")
def made_of(tmp_path_factory: pytest.TempPathFactory, local: Settings, models: None) -> Settings:
    """Settings that name a pipeline's folder, and another one for voiceprints."""
    folder = tmp_path_factory.mktemp("production")
    pipeline = random_weights.community(folder / "community-1", local.models_dir / "segmentation")
    voices = random_weights.xvector(folder / "wespeaker-or-not")
    chosen = {"diarization_pipeline": str(pipeline), "speaker_embedding_model": str(voices)}
    return local.model_copy(update=chosen)


def test_large_v3_with_its_128_bands_and_its_words(
    local: Settings, models: None, samples: Any, tmp_path: Path
) -> None:
    from gpu_consumers.transcribe.model import Recogniser

    like = local.models_dir / "whisper-base"
    folder = random_weights.whisper(tmp_path / "large-v3", like, random_weights.TINY)
    recogniser = Recogniser(local, Budget(local), str(folder))
    recogniser.check("yue")  # Cantonese: large-v3's own
    recogniser.check(max(recogniser.hear(samples).items(), key=lambda heard: heard[1])[0])
    words = recogniser.batched(samples, [(0.0, 6.0), (7.0, 12.0)], "yue", beam=2, hotwords="Awa")
    assert words
    assert all(0.0 <= word["start"] <= word["end"] <= SECONDS for word in words)


def test_a_pipelines_clusters_are_the_librarys(made_of: Settings, samples: Any) -> None:
    import torch
    from pyannote.audio import Pipeline

    from gpu_consumers.cluster.model import JoinedDiarization

    library = Pipeline.from_pretrained(made_of.diarization_pipeline)
    assert library is not None
    library.legacy = True
    steps: dict[str, Any] = {}
    file = {"uri": "x", "waveform": torch.from_numpy(samples)[None], "sample_rate": 16_000}
    theirs = library(file, hook=lambda name, found, **_: steps.update({name: found}))
    scores, vectors = steps["segmentation"].data.astype(np.uint8), steps["embeddings"]
    # The library also has vectors for who is silent, and then makes nothing of them.
    vectors = np.where(scores.any(axis=1)[:, :, None], vectors, np.nan)
    ours = JoinedDiarization(made_of).turns(len(scores), lambda: iter([(scores, vectors)]))
    assert {speaker for *_, speaker in ours} == set(theirs.labels())
    found = [(s.start, s.end, name) for s, _, name in theirs.itertracks(yield_label=True)]
    assert [turn[2] for turn in sorted(ours)] == [turn[2] for turn in sorted(found)]
    times, known = ([turn[:2] for turn in sorted(turns)] for turns in (ours, found))
    np.testing.assert_allclose(times, known, atol=1e-6)


def test_a_recording_through_the_stages(
    made_of: Settings,
    objects: ObjectStore,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    handled: Callable[..., list[Any]],
) -> None:
    from gpu_consumers.stages import stages

    stage = stages(made_of)
    event = uploaded(clip("trn05.flac"), 300)
    tasks = handled(stage["preprocess"].loaded().handler, event)
    diarize = stage["diarize"].loaded().handler
    slices = [
        x for task in tasks if isinstance(task, e.DiarizeRequested) for x in handled(diarize, task)
    ]
    cluster = stage["cluster"].loaded().handler
    [asked] = [x for part in slices for x in handled(cluster, part)]
    [computed] = handled(stage["voiceprint"].loaded().handler, asked)
    turns = objects.get_json(Work(objects.work(event.user_id, event.transcript_id)).turns)
    assert {speaker for *_, speaker in turns} == {s.speaker for s in asked.speakers}
    assert computed.voiceprints
    for voiceprint in computed.voiceprints:
        assert voiceprint.model == made_of.speaker_embedding_model
        assert len(voiceprint.embedding) == 512
        assert np.linalg.norm(voiceprint.embedding) == pytest.approx(1.0, abs=1e-4)


def test_a_pipelines_own_voices_are_the_voiceprints_where_no_other_are_named(
    made_of: Settings, samples: Any
) -> None:
    from gpu_consumers.pipeline import parts
    from gpu_consumers.voices import Voices

    voices = Voices(made_of, Budget(made_of), parts(made_of).embedding)
    found = voices.embed([samples[:48_000], samples[:1_000], samples[16_000:]])
    assert found.shape == (3, voices.dimension) == (3, 256)
    assert np.isfinite(found).all(axis=1).tolist() == [True, False, True]
    alone = made_of.model_copy(update={"speaker_embedding_model": ""})
    assert alone.models["voiceprint"] == f"{made_of.diarization_pipeline}/embedding"


def test_a_folder_without_a_pipeline_is_told_of(local: Settings, tmp_path: Path) -> None:
    from gpu_consumers.pipeline import parts

    with pytest.raises(FatalError, match=r"no config\.yaml in .*ST_DIARIZATION_PIPELINE"):
        parts(local.model_copy(update={"diarization_pipeline": str(tmp_path)}))
