"""The GPU stages with a bucket of S3 for an object store."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.hostile.media import silence
from benchmarks.s3 import Server
from gpu_consumers.decode import blocks
from gpu_consumers.layout import Work
from schemas import events as e
from streams.errors import TransientError
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.mark.models
def test_a_recording_in_a_bucket_is_transcribed(
    local: Settings,
    s3: str,
    clip: Callable[[str], Path],
    uploaded: Callable[..., e.AudioUploaded],
    through: Callable[[Settings, e.AudioUploaded], dict[str, list[Any]]],
) -> None:
    settings = local.model_copy(update={"object_store": s3})
    objects, given = ObjectStore(settings), uploaded(clip("trn09.flac"), 60)
    audio = f"{objects.uploads(given.user_id, given.transcript_id)}/trn09.flac"
    with objects.write(audio) as file:
        file.write(clip("trn09.flac").read_bytes())
    event = replace(given, audio_uri=audio)

    [found] = through(settings, event)["finalize"]
    assert len(" ".join(segment.text for segment in found.segments).split()) > 30
    assert len(found.speakers) == len(found.voiceprints) > 1
    work = Work(objects.work(event.user_id, event.transcript_id))
    assert objects.names(f"{work.prefix}/leases") == []


def test_a_server_that_goes_is_not_taken_for_a_recording_that_breaks_off(
    leaving: Server,
) -> None:
    objects = ObjectStore(Settings(_env_file=None, object_store="s3://meetings/leaving"))  # type: ignore[call-arg]
    uri = objects.put_bytes(f"{objects.root}/long.wav", silence(900))
    with objects.read(uri) as source:
        found = blocks(source, longest_s=3600)
        assert len(next(found)) > 0
        leaving.stop()
        with pytest.raises(TransientError, match="object store does not answer"):
            list(found)
