"""Alerts ask for metrics that there are, and Prometheus for processes that there are."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY, generate_latest

from streams import metrics
from streams.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "infra" / "prometheus"
RULES = [
    rule
    for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"]
    for rule in group["rules"]
]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())[
    "services"
]
# A metric, and what is asked of its labels: st_tasks_total{outcome="dead"}
ASKED = re.compile(r"\b(st_[a-z_]+)(?:\{([^}]*)\})?")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")


def _labels() -> dict[str, set[str]]:
    """Every name that a process of ours exports, with its labels."""
    ours = [one for one in vars(metrics).values() if hasattr(one, "_labelnames")]
    for metric in ours:
        metric.labels(*metric._labelnames)
    exported = generate_latest(REGISTRY).decode()
    found: dict[str, set[str]] = {}
    for name, labels in ASKED.findall(exported):
        found.setdefault(name, set()).update(LABEL.findall(labels))
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_asks_for_what_is_exported_and_says_what_to_do(rule: dict[str, Any]) -> None:
    exported = _labels()
    asked = ASKED.findall(rule["expr"])
    assert asked or "up{" in rule["expr"]
    for name, labels in asked:
        assert name in exported
        assert set(LABEL.findall(labels)) <= exported[name]
    told = {label for text in rule["annotations"].values() for label in _named(text)}
    assert told <= set().union(*(exported[name] for name, _ in asked), {"instance"})
    assert rule["annotations"]["do"]


def _named(text: str) -> list[str]:
    return re.findall(r"\$labels\.(\w+)", text)


def test_every_process_with_metrics_is_read_at_the_address_it_listens_on() -> None:
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    [job] = config["scrape_configs"]
    [found] = job["dns_sd_configs"]
    long_running = {
        name
        for name, service in SERVICES.items()
        if (service.get("command") or [""])[:2] == ["python", "-m"]
        and service["command"][2] in ("agents", "sinks", "gpu_consumers")
        and "archive" not in service["command"]
    }
    assert set(found["names"]) == long_running
    for name in long_running:
        given = SERVICES[name]["environment"]
        assert given["ST_HEALTH_HOST"] == "0.0.0.0"
        assert int(given["ST_HEALTH_PORT"]) == found["port"]
    assert Settings(_env_file=None).health_host == "127.0.0.1"  # type: ignore[call-arg]
