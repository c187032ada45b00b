"""Apicurio Registry, spoken to by its Confluent API only, its content kept in Kafka."""

from functools import partial

from infra.local import artefacts, probes
from infra.local.model import Place, Service
from infra.local.ports import LOOPBACK
from infra.local.services import java

API = "/apis/ccompat/v7"
CACHE = "registry.aot"


def service(place: Place) -> Service:
    """The registry, ready when it has read its journal and lists its subjects."""
    app = artefacts.registry_app(place.layout.artefacts)
    port, management = place.ports["registry"], place.ports["registry-management"]
    return Service(
        name="registry",
        argv=java.command(
            place.layout.artefacts / CACHE, 384, "-jar", str(app / "quarkus-run.jar")
        ),
        ready=partial(_ready, port, management),
        port=port,
        needs=("kafka",),
        env={
            "APICURIO_STORAGE_KIND": "kafkasql",
            "APICURIO_KAFKASQL_BOOTSTRAP_SERVERS": place.settings["ST_KAFKA_BOOTSTRAP"],
            # How long one poll of the journal waits; at its default the start takes 15 s.
            "APICURIO_KAFKASQL_CONSUMER_POLL_TIMEOUT": "200",
            "QUARKUS_LOG_LEVEL": "WARN",
            "QUARKUS_HTTP_ACCESS_LOG_ENABLED": "false",
            "QUARKUS_HTTP_HOST": LOOPBACK,
            "QUARKUS_HTTP_PORT": str(port),
            # Listens on every address unless told otherwise.
            "QUARKUS_MANAGEMENT_HOST": LOOPBACK,
            "QUARKUS_MANAGEMENT_PORT": str(management),
        },
        cwd=place.layout.registry,
        prepare=partial(place.layout.registry.mkdir, parents=True, exist_ok=True),
        tier=1,
        start_timeout_s=90.0,
    )


def _ready(port: int, management: int) -> bool:
    return probes.http_ok(management, "/health/ready") and probes.http_ok(port, f"{API}/subjects")
