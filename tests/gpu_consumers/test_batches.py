"""Tasks of two recordings that wait in a deep queue are recognised together, over a real broker."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from benchmarks.listen import Listener
from benchmarks.recordings import joined
from benchmarks.workers import uploaded
from gpu_consumers.audio import BLOCK_BYTES, block
from gpu_consumers.layout import BYTES_PER_SAMPLE, SAMPLE_RATE
from gpu_consumers.memory import Budget
from gpu_consumers.stages import stages
from gpu_consumers.transcribe.model import recognisers
from gpu_consumers.transcribe.worker import How, Task, Transcribe
from schemas import events as e
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings
from streams.stage import StageSpec
from tests.streams.watching import all_committed, begin_at_the_end, eventually, running_stage

pytestmark = [pytest.mark.integration, pytest.mark.models, pytest.mark.timeout(300)]
AT_A_TIME = 4
SECONDS = (50.0, 75.0)
Batches = list[list[UUID]]


@dataclass(frozen=True)
class Queue:
    """Tasks that nobody has begun, in the order in which they were given out."""

    settings: Settings
    objects: ObjectStore
    tasks: list[e.TranscribeRequested]

    @property
    def stage(self) -> StageSpec:
        return stages(self.settings)["transcribe"]

    def publish(self) -> None:
        publisher = Publisher(self.settings, Codec.of(self.settings))
        for task in self.tasks:
            publisher.publish(task)

    def said(self, task: e.TranscribeRequested) -> list[Any]:
        return [word["word"] for word in self.objects.get_json(task.result_uri)["words"]]


@pytest.fixture
def queue(settings: Settings, models: None, tmp_path: Path) -> Queue:
    """Small tasks of two recordings, one of each in turn."""
    from gpu_consumers.preprocess.worker import Preprocess

    own = settings.model_copy(
        update={
            "group_prefix": f"batch-{uuid4().hex[:8]}.",
            "asr_slice_s": 4.0,
            "asr_batch_size": AT_A_TIME,
            "cpu_threads": 2,
        }
    )
    objects = ObjectStore(own)
    given: list[Any] = []
    for seconds in SECONDS:
        event = uploaded(own, joined(tmp_path / f"{seconds}.wav", seconds), "en")
        Preprocess(own, objects).handle(event, given.append)
    tasks = [task for task in given if isinstance(task, e.TranscribeRequested)]
    found = Queue(own, objects, sorted(tasks, key=lambda task: task.index))
    begin_at_the_end(own, [found.stage])
    return found


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> Batches:
    """Whose tasks were recognised together, in the order of time."""
    found: Batches = []
    transcribed = Transcribe._transcribed

    def noting(self: Transcribe, how: How, tasks: list[Task]) -> Any:
        found.append([task.event.transcript_id for task in tasks])
        return transcribed(self, how, tasks)

    monkeypatch.setattr(Transcribe, "_transcribed", noting)
    return found


def done(queue: Queue, enough: Callable[[list[Any]], bool]) -> list[Any]:
    """What the stage tells of the published tasks until it is enough; all is committed then."""
    kinds = (e.SliceTranscribed, e.TranscriptProgress, e.DeadLetter)
    with Listener(queue.settings, *kinds) as listener:
        queue.publish()
        with running_stage(queue.settings, queue.stage):
            heard = listener.until(enough, 120)
            assert eventually(lambda: all_committed(queue.settings, queue.stage))
    return heard


def test_tasks_of_two_recordings_are_recognised_together_and_each_gets_its_own_words(
    queue: Queue, recognised: Batches
) -> None:
    def told(heard: list[Any]) -> list[e.SliceTranscribed]:
        return [x for x in heard if isinstance(x, e.SliceTranscribed)]

    def shown(heard: list[Any]) -> dict[tuple[UUID, int], str | None]:
        return {
            (x.transcript_id, x.index): x.text
            for x in heard
            if isinstance(x, e.TranscriptProgress) and x.state is e.ProgressState.DONE
        }

    # Results and progress are on topics of their own: either may be heard first.
    heard = done(queue, lambda heard: len(told(heard)) == len(shown(heard)) == len(queue.tasks))
    assert len(queue.tasks) > AT_A_TIME
    assert max(map(len, recognised)) == AT_A_TIME
    assert max(len(set(whose)) for whose in recognised) == 2
    assert sum(map(len, recognised)) == len(queue.tasks)
    uris = {task.result_uri for task in queue.tasks}
    assert sorted(x.result_uri for x in told(heard)) == sorted(uris)

    worker = Transcribe(
        queue.settings, queue.objects, recognisers(queue.settings, Budget(queue.settings))
    )
    texts = shown(heard)
    for task in queue.tasks:
        alone = replace(task, result_uri=f"{queue.objects.root}/alone")
        worker.handle([alone], lambda _: None)
        assert queue.said(task) == queue.said(alone)
        assert texts[task.transcript_id, task.index] == "".join(queue.said(alone)).strip()
        queue.objects.remove(alone.result_uri)


def test_of_a_batch_with_damaged_sound_one_task_is_given_up_and_the_others_are_done(
    queue: Queue, recognised: Batches
) -> None:
    last = max(queue.tasks, key=lambda task: task.end)
    number, cut = divmod(int((last.start + 1) * SAMPLE_RATE) * BYTES_PER_SAMPLE, BLOCK_BYTES)
    uri = block(last.pcm_uri, number)
    queue.objects.put_bytes(uri, queue.objects.get_bytes(uri)[:cut])
    others = [task for task in queue.tasks if task is not last]

    def outcomes(heard: list[Any]) -> list[Any]:
        return [x for x in heard if isinstance(x, e.SliceTranscribed | e.DeadLetter)]

    heard = outcomes(done(queue, lambda heard: len(outcomes(heard)) >= len(queue.tasks)))
    [letter] = [x for x in heard if isinstance(x, e.DeadLetter)]
    assert letter.transcript_id == last.transcript_id
    assert "damaged" in letter.reason
    told = [x.result_uri for x in heard if isinstance(x, e.SliceTranscribed)]
    assert sorted(told) == sorted(task.result_uri for task in others)
    assert all(queue.said(task) for task in others)
    assert sum(map(len, recognised)) == len(others)


def test_the_language_of_a_recording_is_recognised_once(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Transcribe(
        queue.settings, queue.objects, recognisers(queue.settings, Budget(queue.settings))
    )
    recogniser = worker._recogniser(queue.settings.asr_model)
    heard: list[int] = []
    hear = recogniser.hear
    monkeypatch.setattr(recogniser, "hear", lambda s: heard.append(len(s)) or hear(s))  # type: ignore[func-returns-value]
    tasks = [replace(task, language=None) for task in queue.tasks[:4]]
    told: list[Any] = []
    worker.handle(tasks[:2], told.append)
    worker.handle(tasks[2:], told.append)
    assert len({task.transcript_id for task in tasks}) == len(heard) == 2
    assert {x.language for x in told if isinstance(x, e.SliceTranscribed)} == {"en"}


def test_seconds_of_a_batch_are_shared_by_its_tasks_and_kept_results_cost_nothing(
    queue: Queue,
) -> None:
    worker = Transcribe(
        queue.settings, queue.objects, recognisers(queue.settings, Budget(queue.settings))
    )
    told: list[Any] = []
    tasks = queue.tasks[:3]
    worker.handle(tasks[:1], lambda _: None)
    worker.handle(tasks, told.append)
    kept, *made = (x.seconds for x in told if isinstance(x, e.SliceTranscribed))
    lengths = [task.end - task.start for task in tasks[1:]]
    assert kept == 0.0
    assert made[0] / made[1] == pytest.approx(lengths[0] / lengths[1])
