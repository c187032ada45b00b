"""A recording has one language: that of enough of its speech to be sure, not of its first word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.hostile.media import wav
from gpu_consumers.audio import Samples
from gpu_consumers.decode import whole
from gpu_consumers.layout import SAMPLE_RATE, Work
from gpu_consumers.transcribe.language import likeliest
from schemas import events as e
from streams.objects import ObjectStore

pytestmark = pytest.mark.models
PANEL = Path(__file__).parents[3] / "examples" / "panel" / "reunion_panel-citoyen.mp3"


Spoken = Callable[[Work], str]


@pytest.fixture
def spoken(stage: Any) -> Spoken:
    """By the deployment's model, with nothing remembered."""
    return lambda work: str(stage._languages._spoken(work, ""))


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


@pytest.fixture(scope="module")
def english(clip: Callable[[str], Path]) -> Samples:
    """It begins with "Yes", in its first 0.75 s."""
    with clip("trn09.flac").open("rb") as source:
        return whole(source, longest_s=60.0)


@pytest.fixture(scope="module")
def panel() -> Samples:
    with PANEL.open("rb") as source:
        return whole(source, longest_s=600.0)


@pytest.fixture(scope="module")
def french(panel: Samples) -> Samples:
    return panel[: 50 * SAMPLE_RATE]


@pytest.fixture
def cut(
    objects: ObjectStore,
    uploaded: Callable[..., e.AudioUploaded],
    preprocessed: Callable[[e.AudioUploaded], list[Any]],
) -> Callable[[int, list[Samples]], Work]:
    """Where a recording of these sounds lies, decoded and planned."""

    def run(number: int, sounds: list[Samples]) -> Work:
        samples = (np.concatenate(sounds) * 32767).astype(np.int16)
        uri = objects.put_bytes(f"{objects.root}/{number}.wav", wav(samples.tobytes()))
        event = uploaded(Path(uri.removeprefix("file://")), number)
        preprocessed(event)
        return Work(objects.work(event.user_id, event.transcript_id))

    return run


def test_a_first_word_of_another_language_does_not_decide(
    spoken: Spoken, cut: Callable[..., Work], english: Samples, french: Samples
) -> None:
    work = cut(400, [english[: round(0.75 * SAMPLE_RATE)], silence(30.0), french])
    assert spoken(work) == "fr"


def test_enough_of_the_first_speech_does(
    spoken: Spoken, cut: Callable[..., Work], english: Samples, french: Samples
) -> None:
    work = cut(401, [english, silence(2.0), french, french])
    assert spoken(work) == "en"


def test_where_the_first_speech_might_be_of_several_languages_more_of_it_decides(
    spoken: Spoken, stage: Any, cut: Callable[..., Work], panel: Samples
) -> None:
    unsure = panel[94 * SAMPLE_RATE : 118 * SAMPLE_RATE]
    work = cut(405, [unsure, silence(2.0), panel[: 30 * SAMPLE_RATE]])
    first = next(stage._languages._heard(work, ""))
    assert likeliest([first]) != "fr"
    assert spoken(work) == "fr"


def test_it_is_found_once_for_all_slices(
    spoken: Spoken, cut: Callable[..., Work], english: Samples, objects: ObjectStore
) -> None:
    work = cut(402, [english])
    assert spoken(work) == "en"
    assert objects.get_json(work.language) == "en"
    objects.put_json(work.language, "cy")
    assert spoken(work) == "cy"
    objects.put_bytes(work.language, b"{")
    assert spoken(work) == "en"


def test_a_recording_that_is_still_decoded_is_waited_for(
    spoken: Spoken,
    cut: Callable[..., Work],
    english: Samples,
    french: Samples,
    objects: ObjectStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = cut(403, [english[: round(0.75 * SAMPLE_RATE)], silence(30.0), french])
    known = objects.get_json(work.plan)
    objects.put_json(work.plan, {**known, "speech": known["speech"][:1], "complete": False})

    def decoded(_: float) -> None:
        objects.put_json(work.plan, {**known, "complete": False})

    monkeypatch.setattr("gpu_consumers.transcribe.language.time.sleep", decoded)
    assert spoken(work) == "fr"


def test_it_is_not_waited_for_without_end(
    spoken: Spoken,
    cut: Callable[..., Work],
    english: Samples,
    objects: ObjectStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = cut(404, [english[: 10 * SAMPLE_RATE]])
    objects.put_json(work.plan, {**objects.get_json(work.plan), "complete": False})
    monkeypatch.setattr("gpu_consumers.transcribe.language.WAIT_S", 0.3)
    assert spoken(work) == "en"
