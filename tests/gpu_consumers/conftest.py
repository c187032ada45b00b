"""What the GPU stages' tests share: settings on the packaged models, and a handler's events."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from gpu_consumers.layout import Work
from schemas import events as e
from streams import events
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import StageSpec

ROOT = Path(__file__).parent.parent.parent
CLIPS = ROOT / "examples" / "clips"
TRANSCRIPT = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings without an environment: packaged models, an empty object store."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        object_store=f"file://{tmp_path_factory.mktemp('objects')}",
        extra_uri_prefixes=[f"file://{ROOT}/examples/", f"file://{tmp_path_factory.getbasetemp()}"],
        models_dir=ROOT / ".local" / "models",
        cpu_threads=2,
        diarization_slice_s=6.0,
    )


@pytest.fixture(scope="session")
def objects(local: Settings) -> ObjectStore:
    """The object store of those settings."""
    return ObjectStore(local)


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    """An object store of the test's own."""
    return ObjectStore(Settings(_env_file=None, object_store=tmp_path.as_uri()))  # type: ignore[call-arg]


@pytest.fixture
def work(store: ObjectStore) -> Work:
    """Where the results of a recording lie in it."""
    return Work(f"{store.root}/work")


@pytest.fixture(scope="session")
def models(local: Settings) -> None:
    """The model folders, made from the packaged weights where they are missing."""
    command = [sys.executable, "-m", "infra.local.models"]
    subprocess.run(command, check=True, env={**os.environ, "ST_MODELS_DIR": str(local.models_dir)})


@pytest.fixture(scope="session")
def clip() -> Callable[[str], Path]:
    """Path of an example clip by its name."""
    return lambda name: CLIPS / name


@pytest.fixture(scope="session")
def uploaded() -> Callable[..., e.AudioUploaded]:
    """The event for an audio file."""

    def make(path: Path, number: int = 1, **fields: Any) -> e.AudioUploaded:
        transcript = UUID(int=TRANSCRIPT.int + number)
        return e.AudioUploaded(
            meta=events.meta(e.AudioUploaded, transcript),
            transcript_id=transcript,
            user_id="tester",
            audio_uri=f"file://{path}",
            **fields,
        )

    return make


@pytest.fixture(scope="session")
def handled() -> Callable[..., list[Any]]:
    """What a stage or its handler emits for an event, without the progress of it."""

    def run(stage: StageSpec | Callable[..., None], event: Any) -> list[Any]:
        emitted: list[Any] = []
        if isinstance(stage, StageSpec):
            stage.call([event], emitted.append)
        else:
            stage(event, emitted.append)
        return [x for x in emitted if not isinstance(x, e.TranscriptProgress)]

    return run


@pytest.fixture(scope="session")
def preprocessed(
    local: Settings, objects: ObjectStore, handled: Callable[..., list[Any]]
) -> Callable[[e.AudioUploaded], list[Any]]:
    """The tasks that an upload is cut into, after it is decoded and planned."""
    from gpu_consumers.preprocess.worker import Preprocess

    return lambda event: handled(Preprocess(local, objects).handle, event)


@pytest.fixture(scope="session")
def through(
    models: None, handled: Callable[..., list[Any]]
) -> Callable[[Settings, e.AudioUploaded], dict[str, list[Any]]]:
    """What each stage emits, by its name, when an upload is taken through all of them."""

    def of(kind: type[Any], emitted: list[Any]) -> list[Any]:
        return [event for event in emitted if isinstance(event, kind)]

    def run(settings: Settings, event: e.AudioUploaded) -> dict[str, list[Any]]:
        from gpu_consumers.stages import stages

        made = stages(settings)
        emitted: dict[str, list[Any]] = {"uploaded": [event]}

        def stage(name: str, inputs: list[Any]) -> list[Any]:
            loaded = made[name].loaded()
            emitted[name] = [out for one in inputs for out in handled(loaded, one)]
            return emitted[name]

        tasks = stage("preprocess", [event])
        texts = stage("transcribe", of(e.TranscribeRequested, tasks))
        windows = stage("diarize", of(e.DiarizeRequested, tasks))
        prints = stage("voiceprint", stage("cluster", windows))
        stage("finalize", [*texts, *prints])
        return emitted

    return run
