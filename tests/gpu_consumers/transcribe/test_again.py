"""Stretches of speech without words are recognised again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.transcribe.model import Recogniser
from gpu_consumers.transcribe.worker import How, Task, _completed
from streams.settings import Settings


@pytest.mark.models
def test_of_a_stretch_no_more_is_encoded_than_it_fills_and_a_margin(
    local: Settings, models: None, clip: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = WhisperModel.encode

    def counting(self: WhisperModel, features: Any) -> Any:
        encoded.append(features.shape[-1])
        return encode(self, features)

    monkeypatch.setattr(WhisperModel, "encode", counting)
    samples = decode_audio(str(clip("trn05.flac")), sampling_rate=SAMPLE_RATE)
    start, end = 10.0, 12.5
    recogniser = Recogniser(local, Budget(local), "")
    words = recogniser.alone(samples, start, end, "en", beam=5)
    assert encoded == [(end - start + local.asr_margin_s) * 100]
    assert words
    assert all(start <= word["start"] <= end for word in words)


def test_what_a_second_look_leaves_without_words_gets_a_third_by_itself() -> None:
    asked: list[tuple[float, float]] = []
    found = {"start": 0.0, "end": 2.0, "word": " mot", "probability": 0.9}

    class Half:
        """Finds a word in the first two seconds, and at the third look one in the rest."""

        def alone(self, _: Any, start: float, end: float, *__: Any, **___: Any) -> Any:
            asked.append((start, end))
            return [found if len(asked) == 1 else {**found, "start": start, "end": end}]

    samples: Any = None
    event: Any = None
    task = Task(event, How("", "fr", 5, None), 10.0, samples, [(0.2, 5.0)])
    model: Any = Half()
    result = _completed(model, task, [])
    assert asked == [(0.0, pytest.approx(5.3)), (2.0, 5.0)]
    assert [(word["start"], word["end"]) for word in result["words"]] == [(10, 12), (12, 15)]
    assert result["uncovered"] == []
