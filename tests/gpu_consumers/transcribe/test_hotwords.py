"""What the documents say reaches the recogniser, when it is there in time."""

import dataclasses
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gpu_consumers.layout import Work
from schemas import events as e
from streams.objects import CONTEXT, ObjectStore
from streams.settings import Settings
from streams.stage import StageSpec

pytestmark = pytest.mark.models
SAID = {"corrections": {}, "terms": {"fruit bowl": "it holds fruit"}, "people": []}
Done = Callable[..., str | None]


@pytest.fixture
def done(
    stage: Any,
    local: Settings,
    objects: ObjectStore,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    preprocessed: Callable[[e.AudioUploaded], list[Any]],
    handled: Callable[..., list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> Done:
    """The hotwords that the first task of a clip is recognised with."""
    recogniser = stage._recogniser(local.asr_model)
    batched = recogniser.batched
    heard: list[str | None] = []

    def listening(*arguments: Any, hotwords: str | None, **named: Any) -> Any:
        heard.append(hotwords)
        return batched(*arguments, hotwords=hotwords, **named)

    monkeypatch.setattr(recogniser, "batched", listening)

    def run(number: int, age_s: float = 0.0, **given: Any) -> str | None:
        event = uploaded(clip("trn05.flac"), number, language="en")
        at = event.meta.occurred_at - timedelta(seconds=age_s)
        event = dataclasses.replace(event, meta=dataclasses.replace(event.meta, occurred_at=at))
        monkeypatch.setattr(stage, "_settings", local.model_copy(update=given))
        task = preprocessed(event)[0]
        ready = StageSpec("transcribe", (e.TranscribeRequested,), batch_handler=stage.handle)
        [result] = handled(ready, task)
        assert objects.get_json(result.result_uri)["words"]
        return heard[-1]

    return run


@pytest.fixture
def context(
    objects: ObjectStore, uploaded: Callable[..., e.AudioUploaded]
) -> Callable[[int], None]:
    """Writes what the documents of a transcript say, as context indexing does."""

    def write(number: int) -> None:
        event = uploaded(Path("/nowhere"), number)
        prefix = Work(objects.work(event.user_id, event.transcript_id)).prefix
        objects.put_json(f"{prefix}/{CONTEXT}", SAID)

    return write


def test_terms_of_documents_that_are_read_reach_the_recogniser(
    done: Done, context: Callable[[int], None]
) -> None:
    context(200)
    assert done(200, hotwords=True) == "fruit bowl"


def test_documents_that_are_not_wanted_are_not_looked_for(
    done: Done, context: Callable[[int], None]
) -> None:
    context(201)
    assert done(201, hotwords=False) is None


def test_documents_that_are_read_soon_are_waited_for(
    done: Done, context: Callable[[int], None]
) -> None:
    soon = threading.Timer(2.0, context, [202])
    soon.start()
    assert done(202, hotwords=True, hotwords_wait_s=60.0) == "fruit bowl"
    soon.join()


def test_recognition_goes_on_without_documents_that_come_too_late(
    done: Done, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("gpu_consumers.transcribe.worker.time.sleep", slept.append)
    assert done(203, age_s=100.0, hotwords=True, hotwords_wait_s=60.0) is None
    assert slept == []


@pytest.mark.parametrize("data", [b"{trunc", b"[]", b'{"people": []}', b"\xff"])
def test_recognition_goes_on_without_documents_whose_words_are_damaged(
    data: bytes,
    done: Done,
    objects: ObjectStore,
    uploaded: Callable[..., e.AudioUploaded],
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = uploaded(Path("/nowhere"), 204)
    work = Work(objects.work(event.user_id, event.transcript_id))
    objects.put_bytes(f"{work.prefix}/{CONTEXT}", data)
    objects.remove(work.text(0))
    assert done(204, hotwords=True) is None
    assert "without what its documents say" in caplog.text
