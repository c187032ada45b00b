"""Apache Kafka in KRaft mode: one node that is broker and controller at once."""

import base64
import shutil
import subprocess
import uuid
from functools import partial
from pathlib import Path

from infra.local import artefacts, probes
from infra.local.errors import StackError
from infra.local.files import write_atomically
from infra.local.model import Place, Service
from infra.local.ports import LOOPBACK
from infra.local.services import java

LOGGING = Path(__file__).parent / "log4j2.xml"
CACHE = "kafka.aot"


def properties(place: Place) -> str:
    """The broker's settings. What differs from Kafka's defaults is here for one of three reasons:
    there is only one node, it must come back quickly after a crash, or a laptop is small.
    """
    broker, controller = place.ports["kafka"], place.ports["kafka-controller"]
    settings = {
        "node.id": "1",
        "process.roles": "broker,controller",
        "controller.listener.names": "CONTROLLER",
        "listeners": f"BROKER://{LOOPBACK}:{broker},CONTROLLER://{LOOPBACK}:{controller}",
        "advertised.listeners": f"BROKER://{LOOPBACK}:{broker}",
        "listener.security.protocol.map": "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "BROKER",
        "log.dirs": str(place.layout.kafka / "data"),
        "auto.create.topics.enable": "false",
        # One node. Its address is given here at every start rather than kept in its log (as
        # `format --standalone` would), so that the port may change between two starts.
        "controller.quorum.voters": f"1@{LOOPBACK}:{controller}",
        "default.replication.factor": "1",
        "min.insync.replicas": "1",
        "offsets.topic.replication.factor": "1",
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": "1",
        "transaction.state.log.min.isr": "1",
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": "1",
        "share.coordinator.state.topic.min.isr": "1",
        "share.coordinator.state.topic.num.partitions": "4",
        # Back quickly. A broker that was killed may register again only when its old session has
        # run out, and a killed worker's partitions move only when its session has.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",
        "group.consumer.min.session.timeout.ms": "3000",
        "group.consumer.session.timeout.ms": "6000",
        "group.consumer.min.heartbeat.interval.ms": "500",
        "group.consumer.heartbeat.interval.ms": "1000",
        # Small.
        "num.network.threads": "2",
        "num.io.threads": "4",
        "log.index.size.max.bytes": "1048576",
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def service(place: Place) -> Service:
    """The broker, ready when it answers and has joined its own cluster."""
    jars = artefacts.kafka_jars(place.layout.artefacts)
    config = place.layout.kafka / "server.properties"
    logging = f"-Dlog4j2.configurationFile={LOGGING}"
    classes = ("-cp", f"{jars}/*")
    cache = place.layout.artefacts / CACHE
    return Service(
        name="kafka",
        argv=java.command(cache, 512, logging, *classes, "kafka.Kafka", str(config)),
        ready=partial(probes.kafka_ok, place.settings["ST_KAFKA_BOOTSTRAP"]),
        port=place.ports["kafka"],
        cwd=place.layout.root,
        prepare=partial(_prepare, place, config, java.command(cache, 256, logging, *classes)),
        grace_s=30.0,
    )


def _prepare(place: Place, config: Path, run_java: tuple[str, ...]) -> None:
    """Write the settings; format the log folder once. The stamp tells a finished formatting from
    one that was interrupted, of which nothing is worth keeping."""
    write_atomically(config, properties(place))
    stamp = place.layout.kafka / "formatted"
    if stamp.exists():
        return
    shutil.rmtree(place.layout.kafka / "data", ignore_errors=True)
    cluster = base64.urlsafe_b64encode(b"\x00" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
    tool = ["kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", str(config)]
    done = subprocess.run([*run_java, *tool], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise StackError(f"Kafka's folder could not be formatted:\n{done.stdout}{done.stderr}")
    write_atomically(stamp, cluster + "\n")
