"""The GPU stages with their objects in a bucket, beside a folder: seconds, and requests.

One process, without a broker, stage after stage. Every request to the bucket takes so long as a
server elsewhere would, beside what the one on loopback takes.
"""

import asyncio
import os
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from s3fs import S3FileSystem

from benchmarks import bare, s3
from benchmarks.ours import Ours, settings_for
from benchmarks.table import Json, Row, report
from gpu_consumers.layout import SAMPLE_RATE
from infra.local import models


def main(
    audio: Annotated[Path, typer.Option(help="The recording.")] = bare.PANEL,
    language: Annotated[str, typer.Option(help="Its language.")] = "fr",
    delay_ms: Annotated[float, typer.Option(help="Of each request.")] = 20.0,
    json_file: Json = None,
) -> None:
    """Print what each stage takes, and how often the bucket is asked."""
    warnings.filterwarnings("ignore")
    models.main()
    minutes = len(bare.samples_of(audio)) / SAMPLE_RATE / 60
    with settings_for(audio.parent, bare.THREADS) as settings:
        folder = Ours(settings).of(audio, language)
        with s3.serving() as (_, environment):
            os.environ.update(environment)
            asked = Asked(delay_ms / 1000)
            there = settings.model_copy(update={"object_store": f"s3://{s3.BUCKET}/bench"})
            bucket = Ours(there).of(audio, language)
    rows = [
        row
        for stage, seconds in bucket.seconds.items()
        for row in (
            Row(f"{stage}: folder", folder.seconds[stage], "s"),
            Row(f"{stage}: bucket", seconds, "s"),
        )
    ]
    whole = [sum(found.seconds.values()) for found in (folder, bucket)]
    rows += [Row("all: bucket / folder", whole[1] / whole[0], "×")]
    rows += [Row("a request under way", asked.seconds, "s")]
    rows += [Row(f"requests: {name}", count, "") for name, count in sorted(asked.counts.items())]
    rows += [Row("requests, a minute of sound", asked.counts.total() / minutes, "")]
    report(f"bucket, {delay_ms:g} ms a request, {audio.name}", rows, json_file)


class Asked:
    """Requests by their kind from now on, each delayed, and seconds with one or more under way."""

    def __init__(self, delay_s: float) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds = 0.0
        under_way = 0
        began = 0.0
        call = S3FileSystem._call_s3

        async def counted(fs: Any, method: str, *args: Any, **kwargs: Any) -> Any:
            nonlocal under_way, began
            self.counts[method] += 1
            under_way += 1
            began = time.monotonic() if under_way == 1 else began
            try:
                await asyncio.sleep(delay_s)
                return await call(fs, method, *args, **kwargs)
            finally:
                under_way -= 1
                self.seconds += time.monotonic() - began if under_way == 0 else 0.0

        S3FileSystem._call_s3 = counted


if __name__ == "__main__":
    typer.run(main)
