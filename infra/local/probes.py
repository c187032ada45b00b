"""Is it there? One short question to each kind of service, answered yes or no."""

import http.client

import psycopg
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from infra.local.ports import LOOPBACK

PATIENCE_S = 2.0


def http_ok(port: int, path: str) -> bool:
    """Whether a GET on loopback answers 200. No proxy of the environment is asked."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
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
