"""Is it there? One short question to each kind of service, answered yes or no."""

import http.client
import json

import psycopg
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from infra.local.ports import LOOPBACK

PATIENCE_S = 2.0


def http_ok(port: int, path: str) -> bool:
    """Whether a GET on loopback answers 200."""
    return _get(port, path) is not None


def waits(port: int) -> str:
    """What a process of ours that is ready still waits for, by its health page, in words."""
    page = json.loads(_get(port, "/health") or "{}")
    reasons: dict[str, list[str]] = {}
    for stage, reason in page.get("waiting_for", {}).items():
        reasons.setdefault(reason, []).append(stage)
    return "; ".join(f"{', '.join(stages)}: {reason}" for reason, stages in reasons.items())


def _get(port: int, path: str) -> bytes | None:
    """The answer where it is 200. No proxy of the environment is asked."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read() if answer.status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def kafka_ok(bootstrap: str) -> bool:
    """Whether a broker answers and has joined its cluster (only then is it in the metadata)."""
    client = AdminClient({"bootstrap.servers": bootstrap, "log_level": 0})
    try:
        return bool(client.list_topics(timeout=PATIENCE_S).brokers)
    except KafkaException:
        return False


def postgres_ok(dsn: str) -> bool:
    """Whether a connection with our password is accepted."""
    try:
        with psycopg.connect(dsn, connect_timeout=int(PATIENCE_S)) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False
