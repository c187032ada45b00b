"""Models that run out of memory over real audio: the same in smaller batches, or a dead letter."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from benchmarks.listen import Listener
from gpu_consumers.memory import Budget
from schemas import events as e
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import StageSpec
from tests.streams.watching import begin_at_the_end, letters, running_stage

pytestmark = pytest.mark.models
PIECES = [(0.0, 8.0), (8.0, 15.0), (15.0, 23.0), (23.0, 30.0)]
TEXTS = ["Un texte.", "Another text, quite a bit longer than the others are.", "Trois mots."] * 3


@dataclass
class Card:
    """A model's function on a card that holds so many items."""

    compute: Callable[..., Any]
    fits: int
    refused: int = 0

    def __call__(self, items: Any, *others: Any) -> Any:
        if len(items) > self.fits:
            self.refused += 1
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return self.compute(items, *others)


@pytest.fixture
def own(settings: Settings, local: Settings) -> Settings:
    """The test stack with the packaged models, in groups of its own."""
    update = {
        "group_prefix": f"memory-{uuid4().hex[:8]}.",
        "models_dir": local.models_dir,
        "cpu_threads": local.cpu_threads,
        "diarization_slice_s": local.diarization_slice_s,
    }
    return settings.model_copy(update=update)


@pytest.fixture
def tasks(
    own: Settings,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    handled: Callable[..., list[Any]],
) -> list[e.DiarizeRequested]:
    """Two slices of a clip, ready to be diarized."""
    from gpu_consumers.preprocess.worker import Preprocess

    objects = ObjectStore(own)
    uri = objects.put_bytes(f"{objects.root}/memory.flac", clip("trn09.flac").read_bytes())
    event = uploaded(Path(uri.removeprefix("file://")), uuid4().int >> 8)
    given = handled(Preprocess(own, objects).handle, event)
    return [task for task in given if isinstance(task, e.DiarizeRequested)][:2]


@pytest.fixture
def diarize(own: Settings, models: None) -> Any:
    from gpu_consumers.diarize.worker import Diarize
    from gpu_consumers.voices import Voices

    budget = Budget(own)
    return Diarize(own, ObjectStore(own), budget, Voices(own, budget))


def publish(settings: Settings, event: Any) -> None:
    Publisher(settings, Codec.of(settings)).publish(event)


def with_card(stage: Any, fits: int) -> Card:
    inference = stage._segmenter._inference
    inference.infer = Card(inference.infer, fits)
    return inference.infer


def result(settings: Settings, task: e.DiarizeRequested) -> Any:
    return np.load(io.BytesIO(ObjectStore(settings).get_bytes(task.result_uri)))


@pytest.mark.integration
def test_slices_in_smaller_batches_are_the_same_and_told_once(
    own: Settings, tasks: list[e.DiarizeRequested], diarize: Any
) -> None:
    expected = [np.load(io.BytesIO(diarize._diarized(task))) for task in tasks]
    card = with_card(diarize, fits=3)
    stage = StageSpec("diarize", (e.DiarizeRequested,), diarize.handle)
    begin_at_the_end(own, [stage])
    with Listener(own, e.SliceDiarized, e.DeadLetter) as listener, running_stage(own, stage):
        for task in tasks:
            publish(own, task)
        told = listener.until(lambda heard: len(heard) == len(tasks), 60)
    assert card.refused == 1
    assert {type(one) for one in told} == {e.SliceDiarized}
    assert {one.index for one in told} == {task.index for task in tasks}
    for task, before in zip(tasks, expected, strict=True):
        found = result(own, task)
        assert (found["scores"] == before["scores"]).all()
        np.testing.assert_allclose(found["embeddings"], before["embeddings"], atol=1e-5)


@pytest.mark.integration
def test_a_slice_of_which_not_one_window_fits_is_a_letter_that_says_what_to_do(
    own: Settings, tasks: list[e.DiarizeRequested], diarize: Any
) -> None:
    with_card(diarize, fits=0)
    stage = StageSpec("diarize", (e.DiarizeRequested,), diarize.handle)
    begin_at_the_end(own, [stage])
    publish(own, tasks[0])
    with running_stage(own, stage):
        [letter] = letters(own, lambda x: x.transcript_id == tasks[0].transcript_id)
    assert (letter.error, letter.attempts) == ("OutOfMemory", own.max_attempts)
    assert "run fewer stages in this process" in letter.reason


def test_pieces_one_by_one_have_the_same_text(
    local: Settings, models: None, clip: Callable[[str], Path]
) -> None:
    from gpu_consumers.decode import whole
    from gpu_consumers.transcribe.model import Recogniser

    with clip("trn09.flac").open("rb") as source:
        samples = whole(source, longest_s=60.0)
    four = local.model_copy(update={"asr_batch_size": len(PIECES)})
    recogniser = Recogniser(four, Budget(four), "")
    expected = recogniser.batched(samples, PIECES, "en", beam=5, hotwords=None)
    card = Card(recogniser._batched.generate_segment_batched, fits=1)
    recogniser._batched.generate_segment_batched = card
    found = recogniser.batched(samples, PIECES, "en", beam=5, hotwords=None)
    assert card.refused == 2
    assert [word["word"] for word in found] == [word["word"] for word in expected]
    ours, theirs = ([(w["start"], w["end"]) for w in words] for words in (found, expected))
    np.testing.assert_allclose(ours, theirs, atol=0.05)


def test_texts_in_smaller_batches_have_the_same_vectors(local: Settings, models: None) -> None:
    from gpu_consumers.embed.model import Embedder

    embedder: Any = Embedder(local, Budget(local))
    expected = embedder.embed(TEXTS)
    embedder._forward = Card(embedder._forward, fits=2)
    found = embedder.embed(TEXTS)
    assert embedder._forward.refused > 0
    np.testing.assert_allclose(found, expected, atol=1e-5)
