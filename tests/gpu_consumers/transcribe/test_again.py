"""Stretches of speech without words are recognised again."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

from gpu_consumers.layout import SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.transcribe.logic import most_tokens
from gpu_consumers.transcribe.model import Recogniser
from gpu_consumers.transcribe.worker import How, Task, _completed
from streams.settings import Settings

EVENT: Any = SimpleNamespace(index=0, transcript_id="t")


def sound(seconds: float) -> Any:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


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
    encoded.clear()
    words = recogniser.alone(samples, start, end, "en", beam=5)
    assert encoded == [(end - start + local.asr_margin_s) * 100]
    assert words
    assert all(start <= word["start"] <= end for word in words)


@pytest.mark.models
@pytest.mark.parametrize("after_s", [0.2, 0.0])
def test_speech_that_is_all_of_a_task_is_looked_at_again_within_its_sound(
    local: Settings, models: None, clip: Callable[[str], Path], after_s: float
) -> None:
    """`after_s`: of sound behind the speech; none where the recording ends."""
    whole = decode_audio(str(clip("trn05.flac")), sampling_rate=SAMPLE_RATE)
    samples = whole[int(9.8 * SAMPLE_RATE) : int((12.5 + after_s) * SAMPLE_RATE)]
    recogniser = Recogniser(local, Budget(local), "")
    task = Task(EVENT, How("", "en", 5, None), 9.8, samples, [(0.2, 2.7)])
    result = _completed(recogniser, task, [])
    assert result["words"]
    assert all(9.8 <= w["start"] <= w["end"] <= 12.5 + after_s for w in result["words"])


@pytest.mark.models
def test_a_model_that_does_not_end_is_stopped_at_what_a_stretch_may_say(
    local: Settings, models: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []
    recogniser = Recogniser(local, Budget(local), "")
    whisper = recogniser._model
    end = whisper.hf_tokenizer.token_to_id("<|endoftext|>")

    class Endless:
        """The model, for which a text never ends."""

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

        def generate(self, *given: Any, suppress_tokens: list[int], **how: Any) -> Any:
            found = real.generate(*given, suppress_tokens=[*suppress_tokens, end], **how)
            lengths.extend(len(result.sequences_ids[0]) for result in found)
            return found

    real = whisper.model
    monkeypatch.setattr(whisper, "model", Endless())
    recogniser.alone(sound(6.0), 0.0, 4.0, "en", beam=5)
    assert lengths == [pytest.approx(most_tokens(4.0), abs=2)]


def test_what_a_second_look_leaves_without_words_is_looked_at_by_itself() -> None:
    asked: list[tuple[float, float]] = []
    found = {"start": 0.0, "end": 2.0, "word": " mot", "probability": 0.9}

    class Half:
        """Finds a word in the first two seconds, and at the third look one in the rest."""

        def alone(self, _: Any, start: float, end: float, *__: Any, **___: Any) -> Any:
            asked.append((start, end))
            last = {**found, "start": start, "end": end}
            return [found] if len(asked) == 1 else [last] if len(asked) == 3 else []

    task = Task(EVENT, How("", "fr", 5, None), 10.0, sound(7.0), [(0.2, 5.0)])
    model: Any = Half()
    result = _completed(model, task, [])
    assert [(round(a, 1), b) for a, b in asked] == [(0.0, 5.3), (1.7, 5.3), (2.0, 5.0)]
    assert [(word["start"], word["end"]) for word in result["words"]] == [(10, 12), (12, 15)]
    assert result["uncovered"] == []


def test_neighbouring_stretches_without_words_are_looked_at_together() -> None:
    asked: list[tuple[float, float]] = []

    class All:
        """Finds words wherever it looks."""

        def alone(self, _: Any, start: float, end: float, *__: Any, **___: Any) -> Any:
            asked.append((start, end))
            return [{"start": start, "end": end, "word": " mot", "probability": 0.9}]

    speech = [(1.0, 4.0), (4.5, 8.0), (30.0, 33.0)]
    task = Task(EVENT, How("", "fr", 5, None), 0.0, sound(34.0), speech)
    model: Any = All()
    result = _completed(model, task, [])
    assert [(round(a, 1), round(b, 1)) for a, b in asked] == [(0.7, 8.3), (29.7, 33.3)]
    assert result["uncovered"] == []


def test_words_that_were_made_up_over_noise_are_not_in_the_result(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model: Any = None
    task = Task(EVENT, How("", "en", 5, None), 10.0, sound(24.0), [(1.0, 2.2), (21.2, 22.4)])
    words = [
        {"start": at, "end": at + 0.9, "word": text, "probability": 0.9}
        for at, text in ((1.2, " Yes"), (15.2, " moved"), (21.3, " Yes"))
    ]
    with caplog.at_level("INFO"):
        result = _completed(model, task, words)
    assert [(word["start"], word["word"]) for word in result["words"]] == [
        (11.2, " Yes"),
        (31.3, " Yes"),
    ]
    assert "1 words where nobody speaks" in caplog.text
