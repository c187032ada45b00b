"""docker-compose.yml speaks of settings, programs and stages that there are."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from gpu_consumers.memory import Budget
from gpu_consumers.stages import stages
from streams.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
GPU = [name for name in SERVICES if name.startswith("gpu-") or name == "vllm"]


def test_every_setting_that_a_service_is_given_exists() -> None:
    given = {
        name.removeprefix("ST_").lower()
        for service in SERVICES.values()
        for name in service.get("environment", {})
        if name.startswith("ST_")
    }
    assert given
    assert given <= Settings.model_fields.keys()


def test_every_program_that_is_run_exists() -> None:
    run = [
        line[2]
        for service in SERVICES.values()
        for line in (service.get("command"), service.get("entrypoint"))
        if line and line[:2] == ["python", "-m"]
    ]
    assert {"agents", "sinks", "gpu_consumers", "gateway", "streams"} <= set(run)
    assert all(find_spec(module) for module in run)


def test_every_gpu_stage_runs_somewhere_and_once() -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    lines = [SERVICES[name]["command"] for name in GPU if name != "vllm"]
    named = [stage for line in lines for stage in line[-1].split(",")]
    assert sorted(named) == sorted(stages(settings))


@pytest.mark.parametrize("name", GPU)
def test_what_computes_on_a_gpu_reserves_one(name: str) -> None:
    [device] = SERVICES[name]["deploy"]["resources"]["reservations"]["devices"]
    assert (device["driver"], device["capabilities"]) == ("nvidia", ["gpu"])


def test_nothing_is_open_on_the_host_and_no_secret_is_in_the_file() -> None:
    assert not any("ports" in service for service in SERVICES.values())
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in re.findall(r"(\w*(?:PASSWORD|TOKEN|API_KEY)): (.+)", text):
        assert secret[1].startswith("${"), secret


def test_the_models_fit_into_one_card() -> None:
    gigabytes = 0.0
    for name in ("gpu-transcribe", "gpu-voices"):
        given = {
            key.removeprefix("ST_").lower(): re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
            for key, value in SERVICES[name]["environment"].items()
            if key.startswith("ST_") and not key.startswith("ST_SEAL")
        }
        budget = Budget(Settings(_env_file=None, **given))  # type: ignore[arg-type,call-arg]
        budget.declare(SERVICES[name]["command"][-1].split(","))
        gigabytes += budget.limit or 0.0
    assert gigabytes == 28.0


@pytest.mark.parametrize("image", ["app", "vllm"])
def test_what_an_image_copies_is_there(image: str) -> None:
    text = (ROOT / "infra" / "docker" / f"{image}.Dockerfile").read_text()
    copied = [
        path
        for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE)
        for path in line.split()[:-1]
    ]
    assert copied
    assert all((ROOT / path).exists() for path in copied)


def test_what_is_opened_for_more_nodes_is_open_on_their_address_alone() -> None:
    nodes = yaml.safe_load((ROOT / "infra" / "docker" / "nodes.yml").read_text())["services"]
    assert set(nodes) <= set(SERVICES)
    for service in nodes.values():
        for port in service["ports"]:
            assert port.startswith("${NODES_ADDRESS:?}:")
    broker = {**SERVICES["kafka"]["environment"], **nodes["kafka"]["environment"]}
    kept = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    assert broker["KAFKA_ADVERTISED_LISTENERS"].startswith(f"{kept},NODES://${{NODES_ADDRESS:?")
    listeners = [name.partition("://")[0] for name in broker["KAFKA_LISTENERS"].split(",")]
    protocols = dict(
        pair.split(":") for pair in broker["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(",")
    )
    assert sorted(listeners) == sorted(protocols)
