"""The local stack: its parts alone, then the real services killed and brought back."""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg
import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from dotenv import dotenv_values

from infra.local import artefacts, catalogue, envfile, ports
from infra.local.errors import StackError
from infra.local.layout import Layout
from infra.local.model import Place, Service, Step
from infra.local.processes import Launch, ProcessTable, Record
from infra.local.report import Silence
from infra.local.services import kafka
from infra.local.stack import Stack, State
from infra.local.starter import Starter
from streams.keys import Keys
from streams.settings import Settings

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DEAF = ("/bin/sh", "-c", "trap '' TERM; echo up; exec sleep 60")
PARENT = ("/bin/sh", "-c", "sleep 60 & exec sleep 61")


@pytest.fixture
def table(tmp_path: Path) -> Iterator[ProcessTable]:
    made = ProcessTable(tmp_path / "run")
    yield made
    made.stop([replace(record, grace_s=0.5) for record in made.records()])


def launch(folder: Path, argv: tuple[str, ...], name: str = "worker") -> Launch:
    return Launch(
        name=name,
        argv=argv,
        env=dict(os.environ),
        cwd=folder,
        log=folder / f"{name}.log",
        fingerprint="one",
        tier=0,
        grace_s=1.0,
    )


def until(holds: Callable[[], bool], timeout_s: float = 10.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


class TestPorts:
    def test_every_name_has_a_port_of_its_own(self) -> None:
        chosen = ports.choose("abcdef", remembered={}, in_use_by_us=frozenset(), environ={})
        assert len(set(chosen.values())) == 6
        assert all(ports.FIRST <= port <= ports.LAST for port in chosen.values())

    def test_a_free_port_is_kept(self) -> None:
        first = ports.choose("ab", remembered={}, in_use_by_us=frozenset(), environ={})
        again = ports.choose("ab", remembered=first, in_use_by_us=frozenset(), environ={})
        assert again == first

    def test_a_port_taken_by_a_stranger_is_given_up_but_not_one_of_ours(self) -> None:
        with socket.create_server((ports.LOOPBACK, 0)) as server:
            taken = {"a": server.getsockname()[1]}
            strange = ports.choose("a", remembered=taken, in_use_by_us=frozenset(), environ={})
            ours = ports.choose("a", remembered=taken, in_use_by_us=frozenset("a"), environ={})
        assert strange != taken
        assert ours == taken

    def test_the_environment_decides(self) -> None:
        fixed = ports.choose("a", remembered={}, in_use_by_us=frozenset(), environ={})["a"]
        environ = {"ST_LOCAL_PORT_KAFKA_CONTROLLER": str(fixed)}
        name = ["kafka-controller"]
        chosen = ports.choose(name, remembered={}, in_use_by_us=frozenset(), environ=environ)
        assert chosen == {"kafka-controller": fixed}

    @pytest.mark.parametrize("text", ["0", "70000", "http", "-1"])
    def test_what_is_no_port_is_refused_in_words(self, text: str) -> None:
        environ = {"ST_LOCAL_PORT_A": text}
        with pytest.raises(StackError, match="ST_LOCAL_PORT_A"):
            ports.choose("a", remembered={}, in_use_by_us=frozenset(), environ=environ)

    def test_they_are_remembered(self, tmp_path: Path) -> None:
        ports.write(tmp_path / "ports.json", {"kafka": 20_001})
        assert ports.read(tmp_path / "ports.json") == {"kafka": 20_001}
        assert ports.read(tmp_path / "none.json") == {}


class TestProcesses:
    def test_started_found_by_another_supervisor_and_stopped(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        process = table.start(launch(tmp_path, SLEEP))
        other = ProcessTable(tmp_path / "run")
        found = other.alive("worker")
        assert found is not None
        assert found.pid == process.pid
        assert other.stop(other.records()) == []
        assert table.alive("worker") is None
        assert other.records() == []

    def test_a_reused_pid_is_neither_taken_for_ours_nor_signalled(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        with subprocess.Popen(SLEEP) as stranger:
            born = psutil.Process(stranger.pid).create_time()
            record = Record(
                name="worker",
                pid=stranger.pid,
                born=born - 100,
                fingerprint="one",
                tier=0,
                stop_signal=signal.SIGTERM,
                grace_s=1.0,
            )
            path = tmp_path / "run" / "worker.pid.json"
            path.parent.mkdir()
            path.write_text(json.dumps(vars(record)))
            assert table.alive("worker") is None
            assert not table.kill("worker")
            assert table.stop(table.records()) == []
            assert stranger.poll() is None
            stranger.kill()

    def test_one_that_will_not_end_is_killed_and_it_is_said(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        table.start(launch(tmp_path, DEAF))
        until(lambda: "up" in (tmp_path / "worker.log").read_text())
        told = table.stop(table.records())
        assert len(told) == 1
        assert "worker had not ended 1 s" in told[0]
        assert table.alive("worker") is None

    def test_children_left_behind_are_ended_too(self, table: ProcessTable, tmp_path: Path) -> None:
        process = table.start(launch(tmp_path, PARENT))
        until(lambda: len(process.children()) == 1)
        (child,) = process.children()
        table.stop(table.records())
        assert not child.is_running()

    def test_a_killed_one_is_seen_as_dead_and_its_record_stays(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        table.start(launch(tmp_path, SLEEP))
        assert table.kill("worker")
        assert table.alive("worker") is None
        assert table.record("worker") is not None


class TestEnvFile:
    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        values = {
            "ST_POSTGRES_DSN": "postgresql://st:p-w_1@127.0.0.1:5/st",
            "ST_OBJECT_STORE": "file:///a b/c#d",
            "ST_LLM_API_KEY": 'it\'s \\ "quoted"',
        }
        envfile.write(tmp_path / "env", values)
        assert dotenv_values(tmp_path / "env", interpolate=False) == values

    def test_only_its_owner_may_read_it(self, tmp_path: Path) -> None:
        envfile.write(tmp_path / "env", {"A": "1"})
        envfile.write(tmp_path / "env", {"A": "2"})
        assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600

    def test_a_value_of_two_lines_is_refused(self) -> None:
        with pytest.raises(ValueError, match="ST_A"):
            envfile.render({"ST_A": "1\nST_B=2"})


def place(root: Path, **environ: str) -> Place:
    layout = Layout(root, home=root)
    numbers = {name: 20_000 + i for i, name in enumerate(catalogue.PORT_OWNERS)}
    return Place(layout, numbers, catalogue.settings(layout, numbers, environ))


class TestCatalogue:
    def test_a_stack_has_a_master_key_of_its_own_unless_the_environment_says_otherwise(
        self, tmp_path: Path
    ) -> None:
        own = place(tmp_path / "one").settings["ST_SEAL_KEY"]
        assert place(tmp_path / "one").settings["ST_SEAL_KEY"] == own
        assert (tmp_path / "one" / "seal.key").stat().st_mode & 0o777 == 0o600
        assert len(base64.b64decode(own)) == 32
        other = place(tmp_path / "two", ST_SEAL_KEY="off")
        assert other.settings["ST_SEAL_KEY"] == "off"
        assert not Keys(Settings(_env_file=None, seal_key="off")).sealing  # type: ignore[call-arg,arg-type]

    def test_without_a_qdrant_server_the_searching_agents_and_the_sink_share_a_process(
        self, tmp_path: Path
    ) -> None:
        items = catalogue.everything(place(tmp_path), {})
        agents = items["agents"]
        assert "infra.local.embedded" in agents.argv
        assert "sink-qdrant" not in items

    def test_with_one_they_do_not(self, tmp_path: Path) -> None:
        served = place(tmp_path, QDRANT_URL="http://127.0.0.1:6333")
        assert served.settings["ST_QDRANT_URL"] == "http://127.0.0.1:6333"
        assert "ST_QDRANT_PATH" not in served.settings
        items = catalogue.everything(served, {})
        assert "sink-qdrant" in items
        assert "agents" in items["agents"].argv

    @pytest.mark.parametrize("url", ["off", "http://127.0.0.1:9/v1"])
    def test_an_llm_of_the_users_choice_replaces_ours(self, tmp_path: Path, url: str) -> None:
        environ = {"ST_LLM_BASE_URL": url}
        chosen = place(tmp_path, **environ)
        assert chosen.settings["ST_LLM_BASE_URL"] == url
        assert "ST_LLM_API_KEY" not in chosen.settings
        assert "llm" not in catalogue.everything(chosen, environ)
        assert catalogue.backing(environ) == ["kafka", "registry", "postgres"]

    def test_what_is_named_brings_what_it_needs(self, tmp_path: Path) -> None:
        items = catalogue.everything(place(tmp_path), {})
        assert list(catalogue.select(items, ["topics"], with_needs=True)) == [
            "kafka",
            "registry",
            "topics",
        ]
        assert list(catalogue.select(items, ["topics"], with_needs=False)) == ["topics"]

    def test_an_unknown_name_is_refused_with_the_known_ones(self, tmp_path: Path) -> None:
        items = catalogue.everything(place(tmp_path), {})
        with pytest.raises(StackError, match=r"no service kafak.*kafka, registry"):
            catalogue.select(items, ["kafak"], with_needs=True)

    def test_the_broker_listens_on_loopback_only(self, tmp_path: Path) -> None:
        lines = kafka.properties(place(tmp_path)).splitlines()
        (listeners,) = [line for line in lines if line.startswith("listeners=")]
        addresses = listeners.removeprefix("listeners=").split(",")
        assert len(addresses) == 2
        assert all("://127.0.0.1:" in address for address in addresses)

    def test_the_password_is_made_once_and_kept_to_its_owner(self, tmp_path: Path) -> None:
        first, second = place(tmp_path), place(tmp_path)
        assert first.settings["ST_POSTGRES_DSN"] == second.settings["ST_POSTGRES_DSN"]
        made = list((tmp_path / "postgres").glob("password*"))
        assert len(made) == 2
        assert {path.stat().st_mode & 0o777 for path in made} == {0o600}


class TestStarter:
    def service(self, folder: Path, name: str, code: str, *needs: str) -> Service:
        return Service(
            name=name,
            argv=(sys.executable, "-c", code),
            ready=(folder / f"{name}.ready").exists,
            port=1,
            needs=needs,
            cwd=folder,
        )

    def test_what_is_needed_is_ready_first(self, table: ProcessTable, tmp_path: Path) -> None:
        code = "import pathlib, time; {}; pathlib.Path('{}.ready').touch(); time.sleep(60)"
        look = "assert pathlib.Path('first.ready').exists()"
        first = self.service(tmp_path, "first", code.format("time.sleep(.3)", "first"))
        second = self.service(tmp_path, "second", code.format(look, "second"), "first")
        Starter(table, tmp_path, Silence()).run({"second": second, "first": first})
        assert table.alive("first") is not None
        assert table.alive("second") is not None

    def test_what_ends_while_starting_is_told_with_the_end_of_its_log(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        broken = self.service(tmp_path, "broken", "raise SystemExit('no model there')")
        with pytest.raises(StackError, match=r"broken ended while starting.*\n.*no model there"):
            Starter(table, tmp_path, Silence()).run({"broken": broken})

    def test_changed_settings_start_it_anew_and_unchanged_ones_do_not(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        (tmp_path / "one.ready").touch()
        one = self.service(tmp_path, "one", "import time; time.sleep(60)")
        pids = []
        for env in ({}, {}, {"ST_KAFKA_BOOTSTRAP": "127.0.0.1:1"}):
            Starter(table, tmp_path, Silence()).run({"one": replace(one, env=env)})
            process = table.alive("one")
            assert process is not None
            pids.append(process.pid)
        assert pids[0] == pids[1] != pids[2]

    def test_a_step_runs_again_only_when_its_inputs_change_or_it_is_asked_for(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        runs = tmp_path / "runs"
        code = f"open({str(runs)!r}, 'a').write('x')"
        step = Step("step", (sys.executable, "-c", code), tmp_path / "stamp", ("Makefile",))
        starter = Starter(table, tmp_path, Silence())
        starter.run({"step": step})
        starter.run({"step": step})
        assert runs.read_text() == "x"
        starter.run({"step": replace(step, inputs=("Makefile", "infra/local/pom.xml"))})
        starter.run({"step": step}, again=["step"])
        assert runs.read_text() == "xxx"

    def test_a_failed_step_is_told_with_the_end_of_its_log(
        self, table: ProcessTable, tmp_path: Path
    ) -> None:
        code = "raise SystemExit('relation exists')"
        step = Step("step", (sys.executable, "-c", code), tmp_path / "stamp", ())
        with pytest.raises(StackError, match=r"step step failed.*\n.*relation exists"):
            Starter(table, tmp_path, Silence()).run({"step": step})
        assert not step.is_done()


def test_a_jar_that_is_not_the_one_named_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checksums = tmp_path / "sums"
    checksums.write_text("00  kafka/broker.jar\n")
    monkeypatch.setattr(artefacts, "CHECKSUMS", checksums)
    (tmp_path / "fetched" / "kafka").mkdir(parents=True)
    (tmp_path / "fetched" / "kafka" / "broker.jar").write_bytes(b"other")
    with pytest.raises(StackError, match=r"broker\.jar is not the file"):
        artefacts.verify(tmp_path / "fetched")


@pytest.fixture
def stack() -> Iterator[Stack]:
    root = Path(tempfile.mkdtemp(prefix="st-"))
    made = Stack(root)
    yield made
    made.down()
    shutil.rmtree(root)


@pytest.mark.integration
def test_killed_services_come_back_with_everything_in_them(stack: Stack) -> None:
    stack.up(only=["kafka", "registry", "migrate"])
    env = stack.env
    admin = AdminClient({"bootstrap.servers": env["ST_KAFKA_BOOTSTRAP"]})
    admin.create_topics([NewTopic("kept", 2, 1)])["kept"].result(timeout=30)
    producer = Producer({"bootstrap.servers": env["ST_KAFKA_BOOTSTRAP"], "acks": "all"})
    for number in range(500):
        producer.produce("kept", str(number))
    assert producer.flush(30) == 0
    schema = Schema('{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}')
    registry = SchemaRegistryClient({"url": env["ST_REGISTRY_URL"]})
    schema_id = registry.register_schema("kept-value", schema)
    with psycopg.connect(stack.owner_dsn) as connection:
        connection.execute(
            "INSERT INTO st.metadata_cache (key, user_id, value, expires_at)"
            " VALUES ('kept', 'somebody', '1', now())"
        )

    for name in ("kafka", "registry", "postgres"):
        stack.kill(name)
    died = {line.name for line in stack.status() if line.state is State.DIED}
    assert died == {"kafka", "registry", "postgres"}
    for name in ("kafka", "registry", "postgres"):
        stack.start(name)

    assert stack.env == env
    assert consume(env["ST_KAFKA_BOOTSTRAP"], "kept", 500) == {str(n) for n in range(500)}
    again = SchemaRegistryClient({"url": env["ST_REGISTRY_URL"]})
    assert again.get_latest_version("kept-value").schema_id == schema_id
    with psycopg.connect(stack.owner_dsn) as connection:
        assert connection.execute("SELECT key FROM st.metadata_cache").fetchall() == [("kept",)]
    assert addresses_listened_on(stack) == {"127.0.0.1"}


def consume(bootstrap: str, topic: str, count: int) -> set[str]:
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": "test", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic])
    seen: set[str] = set()
    deadline = time.monotonic() + 30
    while len(seen) < count and time.monotonic() < deadline:
        for message in consumer.consume(count, timeout=1.0):
            value = message.value()
            assert message.error() is None
            assert value is not None
            seen.add(value.decode())
    consumer.close()
    return seen


def addresses_listened_on(stack: Stack) -> set[str]:
    pids = [line.pid for line in stack.status() if line.pid is not None]
    assert len(pids) == 3
    found = set()
    for pid in pids:
        process = psutil.Process(pid)
        for member in [process, *process.children(recursive=True)]:
            for connection in member.net_connections("inet"):
                if connection.status == psutil.CONN_LISTEN:
                    found.add(connection.laddr.ip.removeprefix("::ffff:"))
    return found
