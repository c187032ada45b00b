"""Our own processes and the steps before them, as a list."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from infra.local import probes
from infra.local.model import Place, Service, Step
from infra.local.services import postgres


@dataclass(frozen=True)
class Worker:
    """One of our processes: its module with its arguments, and what must be there before it."""

    name: str
    module: tuple[str, ...]
    needs: tuple[str, ...]
    threads: int = 1


def workers(settings: Mapping[str, str]) -> list[Worker]:
    """Our processes. An embedded Qdrant folder admits one process, so without a Qdrant server the
    agents that search and the sink that writes share one."""
    served = "ST_QDRANT_URL" in settings
    # Once the topics are made, importing goes on while the broker starts: every process waits for
    # the broker itself. Those that load models would only take the processor from it.
    stream = ("topics",)
    stores = (*stream, "postgres", "migrate")
    gpu = ("kafka", *stream, "models")
    half = max(1, (os.cpu_count() or 1) // 2)
    agents = ("agents",) if served else ("infra.local.embedded",)
    return [
        Worker("agents", agents, stores),
        Worker("sink-postgres", ("sinks", "postgres"), stores),
        *([Worker("sink-qdrant", ("sinks", "qdrant"), stream)] if served else []),
        # Half of the cores each. A second thread makes recognition a quarter quicker when it is
        # alone, and slows both when it is not. Decoding is with diarization, which has less to do.
        _gpu("gpu-transcribe", "transcribe,listen", gpu, half),
        _gpu("gpu-voices", "preprocess,diarize,cluster,voiceprint,finalize,embed", gpu, half),
    ]


def _gpu(name: str, stages: str, needs: tuple[str, ...], threads: int) -> Worker:
    return Worker(name, ("gpu_consumers", "--stages", stages), needs, threads)


def service(worker: Worker, place: Place) -> Service:
    """A worker as the supervisor sees it: ready when its health page says so."""
    port = place.ports[worker.name]
    return Service(
        name=worker.name,
        argv=(sys.executable, "-m", *worker.module),
        ready=partial(probes.http_ok, port, "/health"),
        waits=partial(probes.waits, port),
        port=port,
        needs=worker.needs,
        env={
            **place.settings,
            "ST_HEALTH_PORT": str(port),
            "ST_MEMBER_ID": worker.name,
            "ST_CPU_THREADS": str(worker.threads),
            # Threads that spin while they wait would take the cores from the other processes.
            "OMP_WAIT_POLICY": "PASSIVE",
            "KMP_BLOCKTIME": "0",
            # A processor gains nothing by large ones, and batches run side by side.
            "ST_TEXT_EMBEDDING_BATCH": "4",
            # Of a transcript it is the last model to run: the others have left the cores.
            "ST_TEXT_EMBEDDING_THREADS": str(os.cpu_count() or 1),
        },
        tier=2,
        grace_s=60.0,
        start_timeout_s=120.0,
    )


def steps(place: Place) -> list[Step]:
    """What is made ready between the services of others and our own."""
    layout = place.layout
    python = (sys.executable, "-m")
    migrations = "infra/migrations"
    return [
        Step(
            name="migrate",
            argv=(*python, "alembic", "-c", f"{migrations}/alembic.ini", "upgrade", "head"),
            stamp=layout.postgres / "migrated",
            inputs=(f"{migrations}/*.*", f"{migrations}/versions/*.*"),
            needs=("postgres",),
            env={
                **place.settings,
                "ST_POSTGRES_OWNER_DSN": postgres.dsn(layout, place.ports["postgres"]),
            },
        ),
        Step(
            name="topics",
            argv=(*python, "streams", "topics", "--apply"),
            stamp=layout.kafka / "topics-made",
            inputs=("streams/**/*.py", "schemas/**/*.avsc"),
            needs=("kafka", "registry"),
            env=place.settings,
        ),
        Step(
            name="models",
            argv=(*python, "infra.local.models"),
            stamp=layout.models / "prepared",
            inputs=(
                "requirements/models.txt",
                "infra/local/models*/**/*.py",
                "infra/local/models*.py",
            ),
            env=place.settings,
            timeout_s=900.0,
        ),
    ]
