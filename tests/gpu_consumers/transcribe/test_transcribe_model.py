"""Loading a model of recognition."""

import os
from pathlib import Path
from typing import Any

import pytest
from faster_whisper import WhisperModel

from gpu_consumers.memory import Budget
from gpu_consumers.transcribe.instructions import VARIABLE, widest
from gpu_consumers.transcribe.model import Recogniser
from streams.settings import Settings


@pytest.mark.models
def test_a_model_has_recognised_something_before_its_first_task(
    local: Settings, models: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = WhisperModel.encode

    def counting(self: WhisperModel, features: Any) -> Any:
        encoded.append(len(features))
        return encode(self, features)

    monkeypatch.setattr(WhisperModel, "encode", counting)
    Recogniser(local, Budget(local), "")
    assert encoded == [1]


@pytest.mark.models
def test_a_model_computes_with_the_widest_instructions_that_this_processor_has(
    local: Settings, models: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)
    Recogniser(local, Budget(local), "")
    assert os.environ.get(VARIABLE) == widest(Path("/proc/cpuinfo").read_text())
