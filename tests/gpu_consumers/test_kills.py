"""SIGKILL of the GPU workers at ten random moments of their tasks: the same text, once."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from benchmarks.listen import Listener
from benchmarks.recordings import joined
from benchmarks.workers import uploaded
from gpu_consumers.stages import stages
from infra.local.stack import Stack
from schemas import events as e
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings
from tests.streams.watching import begin_at_the_end, eventually

pytestmark = [pytest.mark.integration, pytest.mark.models, pytest.mark.timeout(300)]
KILLS = 10
KILLS_OF_EACH = 2  # recordings come in as fast as workers die
SECONDS = 8.0
WORKERS = ("preprocess,transcribe", "diarize,cluster,voiceprint,finalize")
# Small tasks, so that there are several; none is given up for kills that come this thick.
SETTINGS = {"ST_ASR_SLICE_S": "4", "ST_DIARIZATION_SLICE_S": "4", "ST_MAX_ATTEMPTS": "100"}


@dataclass
class Workers:
    """Two processes for all stages, started again when they are killed, as by a supervisor."""

    environment: dict[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, names: str) -> None:
        with (self.folder / f"{names[:3]}.log").open("ab") as log:
            self.running[names] = subprocess.Popen(
                [sys.executable, "-m", "gpu_consumers", "--stages", names],
                env={**self.environment, "ST_MEMBER_ID": names},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self, names: str) -> None:
        self.running[names].kill()
        self.running[names].wait()


@contextmanager
def working(environment: dict[str, str], folder: Path) -> Iterator[Workers]:
    workers = Workers(environment, folder)
    try:
        for names in WORKERS:
            workers.start(names)
        yield workers
    finally:
        for names in list(workers.running):
            workers.kill(names)


@dataclass
class Tasks:
    """Who computes what, by the leases."""

    objects: ObjectStore
    prefixes: list[str] = field(default_factory=list)
    killed: set[str] = field(default_factory=set)
    victim: str = ""

    def one_is_begun(self) -> bool:
        """Whether one is computed; its worker is the victim from then on."""
        for prefix in self.prefixes:
            for name in self.objects.names(f"{prefix}/leases"):
                lease = json.loads(self.objects.find_bytes(f"{prefix}/leases/{name}") or b"{}")
                if lease and lease["process"] not in self.killed:
                    self.killed.add(lease["process"])
                    self.victim = lease["member"]
                    return True
        return False


def text(parts: list[e.SegmentsTranscribed]) -> list[Any]:
    """What was recognised; of parts that came twice, which have one identity, one."""
    by_identity = {part.meta.event_id: part for part in parts}
    whole = sorted(by_identity.values(), key=lambda part: part.part)
    assert [part.part for part in whole] == list(range(whole[0].parts))
    return [(s.start, s.end, s.speaker, s.text) for part in whole for s in part.segments]


def test_workers_killed_at_ten_random_moments_make_the_same_text_once(
    stack: Stack, settings: Settings, models: None, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"group_prefix": f"test-{uuid4().hex[:8]}."})
    begin_at_the_end(own, stages(own).values())
    environment = {**os.environ, **stack.env, **SETTINGS, "ST_GROUP_PREFIX": own.group_prefix}
    publisher = Publisher(own, Codec.of(own))
    clip = joined(tmp_path / "clip.wav", SECONDS)
    chance, tasks = random.Random(5), Tasks(ObjectStore(own))
    transcripts: list[UUID] = []

    def publish() -> None:
        event = uploaded(own, clip, "en")
        tasks.prefixes.append(tasks.objects.work(event.user_id, event.transcript_id))
        transcripts.append(event.transcript_id)
        publisher.publish(event)

    def texts(listener: Listener, wanted: set[UUID]) -> list[Any]:
        heard = listener.until(lambda heard: {x.transcript_id for x in heard} >= wanted, 120)
        assert not [x.reason for x in heard if isinstance(x, e.DeadLetter)]
        return heard

    with (
        Listener(own, e.SegmentsTranscribed, e.DeadLetter) as listener,
        working(environment, tmp_path) as workers,
    ):
        for number in range(KILLS):
            if number % KILLS_OF_EACH == 0:
                publish()
            assert eventually(tasks.one_is_begun)
            time.sleep(chance.uniform(0, 1))
            workers.kill(tasks.victim)
            workers.start(tasks.victim)
        heard = texts(listener, set(transcripts))
        publish()
        heard += texts(listener, {transcripts[-1]})
    *disturbed, calm = ([x for x in heard if x.transcript_id == t] for t in transcripts)
    assert len(text(calm)) > 0
    for parts in disturbed:
        assert text(parts) == text(calm)
