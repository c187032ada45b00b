"""Slices joined are the library's pipeline over the whole recording."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

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

    return Voices(local)


@pytest.fixture(scope="module")
def joined(
    local: Settings,
    objects: ObjectStore,
    voices: Any,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    handled: Callable[..., list[Any]],
) -> tuple[list[e.DiarizeRequested], list[Any]]:
    """The slices of a clip, and its turns as our stages find them."""
    from gpu_consumers.cluster.worker import spec as cluster
    from gpu_consumers.diarize.worker import spec as diarize
    from gpu_consumers.layout import Work
    from gpu_consumers.preprocess.worker import spec as preprocess

    event = uploaded(clip(f"{CLIP}.flac"), 90)
    tasks = handled(preprocess(local, objects).handler, event)
    slices = [task for task in tasks if isinstance(task, e.DiarizeRequested)]
    stage = diarize(local, objects, voices)
    # In the wrong order, as a group of workers may finish them.
    results = [result for task in reversed(slices) for result in handled(stage.handler, task)]
    join = cluster(local, objects, voices.dimension)
    asked = [request for result in results for request in handled(join.handler, result)]
    assert [type(request) for request in asked] == [e.VoiceprintsRequested]
    work = Work(objects.work(event.user_id, event.transcript_id))
    return slices, objects.get_json(work.turns)


@pytest.fixture(scope="module")
def library(local: Settings, voices: Any, clip: Callable[[str], Path]) -> Any:
    """The library's own way over the whole clip, with the same networks."""
    import io

    import torch
    from pyannote.audio import Audio
    from pyannote.audio.pipelines.speaker_diarization import SpeakerDiarization

    from gpu_consumers.audio import decode, pcm
    from gpu_consumers.cluster.model import JoinedDiarization
    from gpu_consumers.voices import SHORTEST_S

    class Embedding:
        """Our voices by the library's interface."""

        sample_rate, metric, dimension = 16_000, "cosine", voices.dimension
        min_num_samples = int(SHORTEST_S * 16_000)

        def __call__(self, waveforms: Any, masks: Any) -> Any:
            pairs = zip(waveforms.numpy()[:, 0], masks.numpy() > 0.5, strict=True)
            return np.stack([voices.masked(w, [m])[0] for w, m in pairs])

    class Whole(JoinedDiarization):
        get_segmentations = SpeakerDiarization.get_segmentations
        get_embeddings = SpeakerDiarization.get_embeddings

    pipeline = Whole(local, voices.dimension)
    pipeline._embedding = Embedding()  # type: ignore[assignment]
    pipeline._audio = Audio(sample_rate=16_000, mono="downmix")
    pipeline.embedding_batch_size = 1
    pipeline.training = False
    sound = io.BytesIO()
    decode(clip(f"{CLIP}.flac").open("rb"), sound, longest_s=60.0)
    waveform = torch.from_numpy(pcm(sound.getvalue()))[None]
    return pipeline.apply({"uri": CLIP, "waveform": waveform, "sample_rate": 16_000})


def test_a_recording_is_cut_into_several_slices(
    joined: tuple[list[e.DiarizeRequested], list[Any]],
) -> None:
    slices, _ = joined
    assert len(slices) == 4
    assert [s.index for s in slices] == [0, 1, 2, 3]


def test_joined_slices_are_the_librarys_result(
    joined: tuple[list[e.DiarizeRequested], list[Any]], library: Any
) -> None:
    _, turns = joined
    theirs = sorted((s.start, s.end, label) for s, _, label in library.itertracks(yield_label=True))
    assert len(turns) == len(theirs)
    names: dict[str, str] = {}
    for (start, end, speaker), (a, b, label) in zip(turns, theirs, strict=True):
        assert start == pytest.approx(a, abs=1e-3)
        assert end == pytest.approx(min(b, 30.0), abs=1e-3)
        assert names.setdefault(label, speaker) == speaker
    assert len(set(names.values())) == len(names)


def test_der_is_bounded(
    joined: tuple[list[e.DiarizeRequested], list[Any]], clip: Callable[[str], Path]
) -> None:
    from pyannote.core import Annotation, Segment
    from pyannote.database.util import load_rttm
    from pyannote.metrics.diarization import DiarizationErrorRate

    [reference] = load_rttm(str(clip(f"{CLIP}.rttm"))).values()
    hypothesis = Annotation(uri=CLIP)
    for number, (start, end, speaker) in enumerate(joined[1]):
        hypothesis[Segment(start, end), number] = speaker
    assert DiarizationErrorRate()(reference, hypothesis) < MOST_DER
