"""Loading a model of recognition."""

from typing import Any

import pytest
from faster_whisper import WhisperModel

from gpu_consumers.memory import Budget
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
