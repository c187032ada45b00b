"""GPU workers of the benchmarks' own, and a recording taken through them over the broker."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from benchmarks.listen import Listener
from benchmarks.stack import ROOT, settings_of
from infra.local import models, probes
from infra.local.ports import LOOPBACK
from infra.local.stack import Stack
from schemas import events as e
from streams import events
from streams.codec import Codec
from streams.objects import ObjectStore
from streams.publisher import Publisher
from streams.settings import Settings

BACKING = ("kafka", "registry", "topics")
VOICES = "diarize,cluster,voiceprint,finalize"
EVERYTHING = f"preprocess,transcribe,{VOICES}"
LOADED_S = 120.0


@dataclass(frozen=True)
class Worker:
    """A process with these stages and so many threads."""

    stages: str
    threads: int


@contextmanager
def working(stack: Stack, workers: Sequence[Worker]) -> Iterator[list[int]]:
    """The workers, their models loaded; the ports of their health pages. Ended by SIGTERM."""
    models.main()
    with ExitStack() as running:
        ports = [running.enter_context(_one(stack, worker)) for worker in workers]
        deadline = time.monotonic() + LOADED_S
        while not all(probes.http_ok(p, "/health") and not probes.waits(p) for p in ports):
            if time.monotonic() > deadline:
                raise SystemExit(f"the workers' models did not load; see {ROOT}/logs")
            time.sleep(0.2)
        yield ports


@contextmanager
def _one(stack: Stack, worker: Worker) -> Iterator[int]:
    port = _free_port()
    environment = {
        **os.environ,
        **stack.env,
        "ST_HEALTH_PORT": str(port),
        "ST_CPU_THREADS": str(worker.threads),
        "OMP_WAIT_POLICY": "PASSIVE",
        "KMP_BLOCKTIME": "0",
    }
    with (ROOT / "logs" / f"worker-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gpu_consumers", "--stages", worker.stages],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield port
        finally:
            process.terminate()
            process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def uploaded(settings: Settings, audio: Path, language: str | None) -> e.AudioUploaded:
    """Put the recording into the object store; the event that tells of it."""
    objects = ObjectStore(settings)
    transcript = uuid4()
    return e.AudioUploaded(
        meta=events.meta(e.AudioUploaded, transcript),
        transcript_id=transcript,
        user_id="benchmark",
        audio_uri=objects.put_bytes(f"{objects.root}/{transcript}", audio.read_bytes()),
        language=language,
    )


def taken_through(stack: Stack, audio: Path, language: str | None, within_s: float = 3600) -> float:
    """Seconds from the upload event to the last part of `segments.transcribed`."""
    settings = settings_of(stack)
    upload = uploaded(settings, audio, language)
    with Listener(settings, e.SegmentsTranscribed, e.DeadLetter) as listener:
        publisher = Publisher(settings, Codec.of(settings))
        began = time.monotonic()
        publisher.publish(upload)
        heard = listener.until(lambda heard: bool(heard) and _whole(heard), within_s)
        seconds = time.monotonic() - began
    if isinstance(heard[-1], e.DeadLetter):
        raise SystemExit(f"the recording was given up: {heard[-1].reason}")
    return seconds


def _whole(heard: Sequence[e.SegmentsTranscribed | e.DeadLetter]) -> bool:
    last = heard[-1]
    return isinstance(last, e.DeadLetter) or len(heard) == last.parts


def model_seconds(port: int) -> float:
    """What a worker's models have computed until now, by its metrics."""
    with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10) as page:
        text = page.read().decode()
    found = re.findall(r"^st_model_seconds_total\{.*\} (\S+)$", text, re.MULTILINE)
    return sum(map(float, found))
