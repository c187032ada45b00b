"""A clip through the stages, handler by handler, with the real models."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from benchmarks.hostile.media import wav
from gpu_consumers.layout import Work
from gpu_consumers.memory import Budget
from schemas import events as e
from streams.errors import PoisonError
from streams.keys import Owner, erased_mark
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import StageSpec

pytestmark = pytest.mark.models
Handled = Callable[..., list[Any]]
Preprocessed = Callable[[e.AudioUploaded], list[Any]]
Uploaded = Callable[..., e.AudioUploaded]


def of(kind: type[Any], emitted: list[Any]) -> list[Any]:
    return [event for event in emitted if isinstance(event, kind)]


@pytest.fixture(scope="module")
def flow(
    local: Settings,
    clip: Callable[[str], Path],
    uploaded: Uploaded,
    through: Callable[[Settings, e.AudioUploaded], dict[str, list[Any]]],
) -> dict[str, list[Any]]:
    """What each stage emits for a clip of English, its language not given."""
    return through(local, uploaded(clip("trn09.flac"), 50))


def test_the_language_is_recognised(flow: dict[str, list[Any]]) -> None:
    assert {result.language for result in flow["transcribe"]} == {"en"}


def test_words_lie_in_the_recording_and_in_order(
    flow: dict[str, list[Any]], objects: ObjectStore
) -> None:
    words = [
        word
        for result in flow["transcribe"]
        for word in objects.get_json(result.result_uri)["words"]
    ]
    assert len(words) > 30
    assert all(0 <= w["start"] <= w["end"] <= 30.5 for w in words)
    assert [w["start"] for w in words] == sorted(w["start"] for w in words)


def test_no_speech_is_lost(flow: dict[str, list[Any]], objects: ObjectStore) -> None:
    left = [
        b - a
        for result in flow["transcribe"]
        for a, b in objects.get_json(result.result_uri)["uncovered"]
    ]
    assert sum(left) < 3.0


def test_segments_are_one_whole_of_parts(flow: dict[str, list[Any]]) -> None:
    parts = of(e.SegmentsTranscribed, flow["finalize"])
    assert [part.part for part in parts] == list(range(parts[0].parts))
    segments = [segment for part in parts for segment in part.segments]
    assert [s.index for s in segments] == list(range(parts[0].segment_total))
    assert {s.speaker for s in segments} == set(parts[0].speakers)
    assert len(parts[0].speakers) >= 2
    assert parts[0].duration_s == pytest.approx(30.0, abs=0.1)


def test_voiceprints_are_unit_vectors(flow: dict[str, list[Any]]) -> None:
    [computed] = of(e.VoiceprintsComputed, flow["voiceprint"])
    assert computed.voiceprints
    for voiceprint in computed.voiceprints:
        assert len(voiceprint.embedding) == 192
        assert np.linalg.norm(voiceprint.embedding) == pytest.approx(1.0, abs=1e-4)
        assert voiceprint.seconds > 0


def test_the_event_that_joined_joins_again_and_no_other_does(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.finalize.worker import Finalize

    handler = Finalize(local, objects).handle
    inputs = [*flow["transcribe"], *flow["voiceprint"]]
    again = [handled(handler, event) for event in inputs]
    ids = [event.meta.event_id for out in again for event in out]
    assert ids == [event.meta.event_id for event in flow["finalize"]]


def test_an_upload_without_word_times_has_its_speakers_and_no_words(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.finalize.worker import Finalize

    [event] = flow["uploaded"]
    plan = Work(objects.work(event.user_id, event.transcript_id)).plan
    before = objects.get_json(plan)
    objects.put_json(plan, {**before, "word_times": False, "asr_model": "fast"})
    inputs = [*flow["transcribe"], *flow["voiceprint"]]
    again = [out for one in inputs for out in handled(Finalize(local, objects).handle, one)]
    objects.put_json(plan, before)
    with_words = of(e.SegmentsTranscribed, flow["finalize"])[0]
    [without] = of(e.SegmentsTranscribed, again)
    assert [s.text for s in without.segments] == [s.text for s in with_words.segments]
    assert [s.speaker for s in without.segments] == [s.speaker for s in with_words.segments]
    assert not any(s.words for s in without.segments)
    assert all(s.words for s in with_words.segments)
    assert (with_words.models["asr"], without.models["asr"]) == ("whisper-base", "fast")


def test_a_task_is_done_by_the_model_and_the_beam_that_its_upload_chose(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.transcribe.model import recognisers
    from gpu_consumers.transcribe.worker import Transcribe

    folder = str(local.models_dir / "whisper-base")
    offering = local.model_copy(update={"asr_models": {"other": folder}})
    worker = Transcribe(offering, objects, recognisers(offering, Budget(offering)))
    stage = StageSpec("transcribe", (e.TranscribeRequested,), batch_handler=worker.handle)
    task = of(e.TranscribeRequested, flow["preprocess"])[0]
    other = dataclasses.replace(
        task, asr_model="other", beam_size=1, language="en", result_uri=f"{objects.root}/other.json"
    )
    used = []
    recogniser = worker._recogniser(folder)
    batched = recogniser.batched
    recogniser.batched = lambda *a, **k: used.append(k["beam"]) or batched(*a, **k)  # type: ignore[method-assign,func-returns-value]
    handled(stage, other)
    assert used == [1]
    assert len(objects.get_json(other.result_uri)["words"]) > 10
    elsewhere = dataclasses.replace(other, asr_model="third", result_uri=f"{objects.root}/third")
    with pytest.raises(PoisonError, match="one of other, whisper-base"):
        handled(stage, elsewhere)


def test_a_model_that_is_not_offered_is_refused_before_anything_is_decoded(
    local: Settings, objects: ObjectStore, clip: Callable[[str], Path], uploaded: Uploaded
) -> None:
    from gpu_consumers.preprocess.worker import Preprocess

    event = uploaded(clip("trn09.flac"), 80, asr_model="somebody/model")
    emitted: list[Any] = []
    with pytest.raises(PoisonError, match="one of whisper-base"):
        Preprocess(local, objects).handle(event, emitted.append)
    assert of(e.TranscribeRequested, emitted) == []
    assert objects.names(objects.work(event.user_id, event.transcript_id)) == []


def test_a_task_whose_result_is_there_is_told_again_and_not_done_again(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.stages import stages

    task = of(e.TranscribeRequested, flow["preprocess"])[0]
    before = objects.get_json(task.result_uri)
    objects.put_json(task.result_uri, {**before, "language": "tlh"})
    [told] = handled(stages(local)["transcribe"].loaded(), task)
    objects.put_json(task.result_uri, before)
    assert told.meta.event_id == flow["transcribe"][0].meta.event_id
    assert told.language == "tlh"


def test_an_upload_that_comes_again_gives_the_same_tasks_and_is_not_decoded_again(
    flow: dict[str, list[Any]], objects: ObjectStore, preprocessed: Preprocessed
) -> None:
    [event] = flow["uploaded"]
    gone = dataclasses.replace(event, audio_uri=f"{objects.root}/gone.flac")
    again = preprocessed(gone)
    assert {x.meta.event_id for x in again} == {x.meta.event_id for x in flow["preprocess"]}


def test_tasks_are_given_out_while_the_recording_is_decoded(
    local: Settings, objects: ObjectStore, clip: Callable[[str], Path], uploaded: Uploaded
) -> None:
    from gpu_consumers.decode import whole
    from gpu_consumers.preprocess.worker import Preprocess

    with clip("trn09.flac").open("rb") as source:
        samples = whole(source, longest_s=60.0)
    long = (np.tile(samples, 5) * 32767).astype(np.int16)
    uri = objects.put_bytes(f"{objects.root}/long.wav", wav(long.tobytes()))
    event = uploaded(Path(uri.removeprefix("file://")), 70)
    plan = Work(objects.work(event.user_id, event.transcript_id)).plan
    complete: dict[type[Any], list[bool]] = {e.TranscribeRequested: [], e.DiarizeRequested: []}

    def emit(task: Any) -> None:
        if type(task) in complete:
            complete[type(task)].append(objects.get_json(plan)["complete"])

    Preprocess(local, objects).handle(event, emit)
    for known in complete.values():
        assert known[0] is False
        assert known[-1] is True
        assert known == sorted(known)


def test_work_that_comes_again_after_the_end_does_nothing(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.stages import stages

    made = stages(local)
    [event] = flow["uploaded"]
    objects.finish(objects.work(event.user_id, event.transcript_id))
    task = of(e.TranscribeRequested, flow["preprocess"])[0]
    assert handled(made["transcribe"].loaded(), task) == []
    diarize = of(e.DiarizeRequested, flow["preprocess"])[0]
    assert handled(made["diarize"].loaded().handler, diarize) == []
    assert handled(made["voiceprint"].loaded().handler, flow["cluster"][0]) == []
    assert handled(made["finalize"].loaded().handler, flow["transcribe"][0]) == []


def test_a_silent_recording_has_no_segments(
    local: Settings, objects: ObjectStore, models: None, uploaded: Uploaded,
    preprocessed: Preprocessed,
) -> None:  # fmt: skip
    objects.put_bytes(f"{objects.root}/silent.wav", wav(np.zeros(16_000 * 20, np.int16).tobytes()))
    event = uploaded(Path(f"{objects.root.removeprefix('file://')}/silent.wav"), 60)
    [result] = preprocessed(event)
    assert isinstance(result, e.SegmentsTranscribed)
    assert (result.parts, result.segment_total, result.segments) == (1, 0, [])
    assert result.models == local.models  # else it would count as made by others
    work = Work(objects.work(event.user_id, event.transcript_id))
    assert objects.get_json(work.plan)["speech"] == []


def test_a_language_that_nobody_speaks_is_refused_in_words(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.stages import stages

    task = of(e.TranscribeRequested, flow["preprocess"])[0]
    elsewhere = dataclasses.replace(
        task, transcript_id=uuid4(), language="klingon", result_uri=f"{objects.root}/klingon.json"
    )
    work = Work(objects.work(elsewhere.user_id, elsewhere.transcript_id))
    objects.put_json(work.plan, {})
    with pytest.raises(PoisonError, match="knows no language 'klingon'"):
        handled(stages(local)["transcribe"].loaded(), elsewhere)


def test_a_task_whose_plan_was_lost_is_given_up_in_words(
    flow: dict[str, list[Any]], local: Settings, objects: ObjectStore, handled: Handled
) -> None:
    from gpu_consumers.stages import stages

    task = of(e.TranscribeRequested, flow["preprocess"])[0]
    elsewhere = dataclasses.replace(task, transcript_id=uuid4())
    with pytest.raises(PoisonError, match="submit the recording again"):
        handled(stages(local)["transcribe"].loaded(), elsewhere)


def test_a_task_of_a_transcript_that_was_erased_meanwhile_leaves_nothing(
    local: Settings, clip: Callable[[str], Path], uploaded: Uploaded, handled: Handled
) -> None:
    from gpu_consumers.stages import stages

    made, objects = stages(local), ObjectStore(local)
    event = uploaded(clip("trn09.flac"), 81)
    prefix = objects.all_work(event.user_id, event.transcript_id)
    tasks = handled(made["preprocess"].loaded(), event)
    assert objects.names(prefix)
    owner = Owner(event.user_id, event.transcript_id)
    objects.put_bytes(f"{objects.root}/{erased_mark(owner.keys)}", b"")
    told = handled(made["transcribe"].loaded(), of(e.TranscribeRequested, tasks)[0])
    assert told
    assert objects.names(prefix) == []
    assert handled(made["preprocess"].loaded(), event)
    assert objects.names(prefix) == []
