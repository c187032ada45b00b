"""Intermediate objects that are damaged: made anew where that can be, else one dead letter."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from benchmarks.listen import Listener
from benchmarks.recordings import joined
from benchmarks.workers import uploaded
from gpu_consumers.audio import block
from gpu_consumers.layout import Plan, Work
from gpu_consumers.stages import stages
from schemas import events as e
from streams.codec import Codec
from streams.events import follow
from streams.health import Health
from streams.objects import ObjectStore
from streams.process import run_stages
from streams.publisher import Publisher
from streams.settings import Settings
from tests.streams.watching import begin_at_the_end

pytestmark = [pytest.mark.integration, pytest.mark.models, pytest.mark.timeout(180)]
STAGES = ("transcribe", "cluster", "finalize")
SECONDS = 8.0
Ended = e.SliceTranscribed | e.DeadLetter


@pytest.fixture(scope="module")
def own(settings: Settings) -> Settings:
    return settings.model_copy(update={"group_prefix": f"test-{uuid4().hex[:8]}."})


@pytest.fixture(scope="module")
def objects(own: Settings) -> ObjectStore:
    return ObjectStore(own)


@pytest.fixture(scope="module")
def ends(own: Settings, models: None) -> Iterator[Callable[[Any], Ended]]:
    """Publishes an event; the one result or letter of its transcript, by the real stages."""
    made = [stages(own)[name] for name in STAGES]
    begin_at_the_end(own, made)
    publisher = Publisher(own, Codec.of(own))
    stop = threading.Event()
    thread = threading.Thread(target=run_stages, args=(made, own, Health(STAGES), stop))
    thread.start()

    def end(event: Any) -> Ended:
        with Listener(own, e.SliceTranscribed, e.DeadLetter) as listener:
            publisher.publish(event)
            heard = listener.until(lambda heard: any(_of(event, x) for x in heard), 60)
        [ended] = [x for x in heard if _of(event, x)]
        return ended

    yield end
    stop.set()
    thread.join(60)
    assert not thread.is_alive()


def _of(event: Any, heard: Ended) -> bool:
    return heard.transcript_id == event.transcript_id and heard.meta.event_id != event.meta.event_id


@pytest.fixture
def task(
    own: Settings, objects: ObjectStore, tmp_path: Any, handled: Callable[..., list[Any]]
) -> e.TranscribeRequested:
    """The last of a short recording, whose plan and decoded blocks are there."""
    event = uploaded(own, joined(tmp_path / "clip.wav", SECONDS), "en")
    tasks = handled(stages(own)["preprocess"].loaded().handler, event)
    return [x for x in tasks if isinstance(x, e.TranscribeRequested)][-1]


def work_of(objects: ObjectStore, task: e.TranscribeRequested) -> Work:
    return Work(objects.work(task.user_id, task.transcript_id))


def cut_short(objects: ObjectStore, uri: str) -> None:
    objects.put_bytes(uri, objects.get_bytes(uri)[:100])


def test_a_recording_whose_decoded_sound_is_cut_off_is_given_up(
    objects: ObjectStore, task: e.TranscribeRequested, ends: Callable[[Any], Ended]
) -> None:
    cut_short(objects, block(task.pcm_uri, 0))
    letter = ends(task)
    assert isinstance(letter, e.DeadLetter)
    assert (letter.stage, letter.attempts, letter.fatal) == ("transcribe", 1, True)
    assert "is damaged: no sound in it from" in letter.reason
    assert "python -m streams reprocess --transcript" in letter.reason


def test_a_task_that_comes_again_mends_its_damaged_result(
    objects: ObjectStore, task: e.TranscribeRequested, ends: Callable[[Any], Ended]
) -> None:
    assert isinstance(ends(task), e.SliceTranscribed)
    sound = objects.get_bytes(task.result_uri)
    cut_short(objects, task.result_uri)
    assert isinstance(ends(task), e.SliceTranscribed)
    assert objects.get_bytes(task.result_uri) == sound


def test_damaged_windows_are_given_up_by_who_joins_them(
    objects: ObjectStore, task: e.TranscribeRequested, ends: Callable[[Any], Ended]
) -> None:
    work = work_of(objects, task)
    plan = Plan.of(objects.get_json(work.plan))
    for index in range(len(plan.window_slices)):
        objects.put_bytes(work.windows(index), b"PK\x03\x04 and no more")
    letter = ends(
        e.SliceDiarized(
            meta=follow(e.SliceDiarized, task, part=0), transcript_id=task.transcript_id,
            user_id=task.user_id, index=0, total=1, result_uri=work.windows(0), seconds=1.0,
        )
    )  # fmt: skip
    assert isinstance(letter, e.DeadLetter)
    assert (letter.stage, letter.attempts, letter.fatal) == ("cluster", 1, True)
    assert f"at {work.windows(0)} is damaged" in letter.reason
    assert "python -m streams reprocess --transcript" in letter.reason


def test_a_damaged_text_is_given_up_by_who_joins_it(
    objects: ObjectStore, task: e.TranscribeRequested, ends: Callable[[Any], Ended]
) -> None:
    work = work_of(objects, task)
    plan = Plan.of(objects.get_json(work.plan))
    objects.put_json(work.turns, [(0.0, SECONDS, "SPEAKER_00")])
    for index in range(len(plan.text_slices)):
        objects.put_bytes(work.text(index), b'{"language": "en", "wor')
    objects.put_json(work.voiceprints, [])
    letter = ends(
        e.VoiceprintsComputed(
            meta=follow(e.VoiceprintsComputed, task), transcript_id=task.transcript_id,
            user_id=task.user_id, purpose=e.VoiceprintPurpose.TRANSCRIPT, name=None, voiceprints=[],
        )
    )  # fmt: skip
    assert isinstance(letter, e.DeadLetter)
    assert (letter.stage, letter.attempts, letter.fatal) == ("finalize", 1, True)
    assert f"at {work.text(0)} is damaged" in letter.reason
    assert "python -m streams reprocess --transcript" in letter.reason
