"""All of one stack: which ports it needs, which settings follow, what is started in which order."""

import os
from collections.abc import Iterable, Mapping, Sequence

from infra.local import ports, sealkey
from infra.local.errors import StackError
from infra.local.layout import Layout
from infra.local.model import Place, Service, Step
from infra.local.processes import ProcessTable
from infra.local.services import kafka, llm, ours, postgres, registry

BACKING = ("kafka", "registry", "postgres", "llm")
"""The services of others."""

PORT_OWNERS = {
    **{name: name for name in BACKING},
    "kafka-controller": "kafka",
    "registry-management": "registry",
    **{worker.name: worker.name for worker in ours.workers({})},
    **{worker.name: worker.name for worker in ours.workers({"ST_QDRANT_URL": "set"})},
}
"""Name of a port: the service that listens there."""

NAMES = frozenset(PORT_OWNERS.values())


def settings(
    layout: Layout, numbers: Mapping[str, int], environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """What our processes and the command line are told about this stack."""
    here = ports.LOOPBACK
    qdrant = environ.get("ST_QDRANT_URL") or environ.get("QDRANT_URL")
    local_llm = {
        "ST_LLM_BASE_URL": f"http://{here}:{numbers['llm']}/v1",
        "ST_LLM_MODEL": llm.MODEL,
        "ST_LLM_API_KEY": llm.KEY,
    }
    chosen_llm = llm.chosen_by_user(environ)
    return {
        "ST_KAFKA_BOOTSTRAP": f"{here}:{numbers['kafka']}",
        "ST_REGISTRY_URL": f"http://{here}:{numbers['registry']}{registry.API}",
        "ST_POSTGRES_DSN": postgres.dsn(layout, numbers["postgres"], postgres.APP),
        "ST_POSTGRES_OPERATOR_DSN": postgres.dsn(layout, numbers["postgres"], postgres.OPERATOR),
        "ST_OBJECT_STORE": object_store(layout, environ),
        **({"ST_QDRANT_URL": qdrant} if qdrant else {"ST_QDRANT_PATH": str(layout.qdrant)}),
        **(local_llm if chosen_llm is None else chosen_llm),
        sealkey.NAME: environ.get(sealkey.NAME) or sealkey.own(layout),
        # A laptop runs few workers, and every partition makes the broker's start longer.
        "ST_GPU_PARTITIONS": environ.get("ST_GPU_PARTITIONS") or "8",
        "ST_MODELS_DIR": environ.get("ST_MODELS_DIR") or str(layout.models),
    }


def object_store(layout: Layout, environ: Mapping[str, str]) -> str:
    """The bucket that the environment names, or this stack's folder."""
    return environ.get("ST_OBJECT_STORE") or layout.objects.as_uri()


def locate(layout: Layout, table: ProcessTable, environ: Mapping[str, str] = os.environ) -> Place:
    """Find this stack's ports and settings, the remembered ones as far as they still hold."""
    running = frozenset(name for name, owner in PORT_OWNERS.items() if table.alive(owner))
    numbers = ports.choose(
        PORT_OWNERS,
        remembered=ports.read(layout.run / "ports.json"),
        in_use_by_us=running,
        environ=environ,
        seed=str(layout.root),
    )
    ports.write(layout.run / "ports.json", numbers)
    return Place(layout, numbers, settings(layout, numbers, environ))


def everything(place: Place, environ: Mapping[str, str] = os.environ) -> dict[str, Service | Step]:
    """What belongs to this stack, by name: a local LLM only where no other was chosen."""
    own_llm = [llm.service(place)] if llm.chosen_by_user(environ) is None else []
    workers = [ours.service(worker, place) for worker in ours.workers(place.settings)]
    backing = [kafka.service(place), registry.service(place), postgres.service(place), *own_llm]
    items: Sequence[Service | Step] = [*backing, *ours.steps(place), *workers]
    return {item.name: item for item in items}


def backing(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The services of others that this environment asks for."""
    other_llm = llm.chosen_by_user(environ) is not None
    return [name for name in BACKING if not (other_llm and name == "llm")]


def select(
    items: Mapping[str, Service | Step], names: Iterable[str], *, with_needs: bool
) -> dict[str, Service | Step]:
    """The named items and, on request, all that they need, in the order of `items`."""
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in items:
            raise StackError(f"there is no service {name}; there are: {', '.join(items)}")
        if name not in wanted:
            wanted.add(name)
            waiting.extend(items[name].needs if with_needs else ())
    return {name: item for name, item in items.items() if name in wanted}
