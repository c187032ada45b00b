"""A server on loopback that speaks S3, for benchmarks and tests."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

BUCKET = "meetings"


@contextmanager
def serving() -> Iterator[tuple[ThreadedMotoServer, dict[str, str]]]:
    """The server, with a bucket, and the environment in which clients find it.

    Servers of one process share what is in their buckets. Clients made before ask where they asked.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
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
