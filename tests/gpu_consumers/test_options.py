"""An upload chooses among what the deployment offers, and has its choices where it says nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gpu_consumers.options import model, resolved
from schemas import events as e
from streams.errors import PoisonError
from streams.settings import Settings

Uploaded = Callable[..., e.AudioUploaded]
SOMEWHERE = Path("/nowhere/meeting.wav")


def settings(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def test_what_an_upload_leaves_open_is_the_deployments(uploaded: Uploaded) -> None:
    deployment = settings(asr_language="fr", word_times=False, min_speakers=2, max_speakers=8)
    left_open = resolved(uploaded(SOMEWHERE), deployment)
    assert (left_open.language, left_open.word_times) == ("fr", False)
    assert (left_open.min_speakers, left_open.max_speakers) == (2, 8)


def test_what_an_upload_says_holds(uploaded: Uploaded) -> None:
    deployment = settings(asr_language="fr", word_times=False, min_speakers=2, max_speakers=8)
    said = uploaded(SOMEWHERE, language="en", word_times=True, num_speakers=12)
    assert resolved(said, deployment) == said


def test_a_bound_of_the_deployment_does_not_meet_one_of_the_upload(uploaded: Uploaded) -> None:
    found = resolved(uploaded(SOMEWHERE, min_speakers=9), settings(max_speakers=8))
    assert (found.min_speakers, found.max_speakers) == (9, None)


def test_a_model_is_chosen_by_its_name() -> None:
    offered = settings(asr_model="large-v3", asr_models={"fast": "/models/turbo"})
    assert model(offered, None) == model(offered, "large-v3") == "large-v3"
    assert model(offered, "fast") == "/models/turbo"


@pytest.mark.parametrize("name", ["somebody/model", "/models/turbo", "../turbo"])
def test_no_upload_names_a_model_that_is_not_offered(uploaded: Uploaded, name: str) -> None:
    offered = settings(asr_models={"fast": "/models/turbo"})
    with pytest.raises(PoisonError, match=r"again with one of fast, whisper-base$"):
        resolved(uploaded(SOMEWHERE, asr_model=name), offered)
