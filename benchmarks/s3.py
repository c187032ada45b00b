"""A server on loopback that speaks S3, for benchmarks and tests."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

BUCKET = "meetings"


class Server:
    """It may be stopped and started: it has the same address and the same objects then.

    Servers of one process share what is in their buckets.
    """

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server: ThreadedMotoServer | None = None
        self._port = 0
        self.start()

    @property
    def address(self) -> str:
        """Its URL."""
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """On a free port, and on the same when it was stopped."""
        self._server = ThreadedMotoServer("127.0.0.1", self._port, verbose=False)
        self._server.start()
        _, self._port = self._server.get_host_and_port()

    def stop(self) -> None:
        """If it runs."""
        if self._server is not None:
            self._server.stop()
            self._server = None


@contextmanager
def serving() -> Iterator[tuple[Server, dict[str, str]]]:
    """The server, with a bucket, and the environment in which clients find it.

    Clients made before ask where they asked.
    """
    server = Server()
    environment = {
        "AWS_ENDPOINT_URL_S3": server.address,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "loopback",
        "AWS_SECRET_ACCESS_KEY": "loopback",
    }
    boto3.client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL_S3"],
        region_name=environment["AWS_DEFAULT_REGION"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    ).create_bucket(Bucket=BUCKET)
    S3FileSystem.clear_instance_cache()
    try:
        yield server, environment
    finally:
        S3FileSystem.clear_instance_cache()
        server.stop()
