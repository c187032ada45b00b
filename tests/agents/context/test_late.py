"""Documents of a transcript that is erased while they are read."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from agents.context import agent
from agents.context.metadata import Metadata
from agents.llm import LanguageModel
from schemas import events as e
from streams.db import Database
from streams.events import meta
from streams.keys import Keys
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.mark.parametrize("erased", [True, False])
def test_what_they_say_is_not_kept_after_an_erasure(tmp_path: Path, erased: bool) -> None:
    settings = Settings(_env_file=None, object_store=tmp_path.as_uri(), llm_base_url="")  # type: ignore[call-arg]
    objects, transcript = ObjectStore(settings), uuid4()
    document = objects.put_bytes(f"{objects.uploads('awa', transcript)}/cv.txt", b"Ana ROY\n")
    metadata = Metadata(LanguageModel(settings), cast(Database, SimpleNamespace()))
    upload = e.AudioUploaded(
        meta=meta(e.AudioUploaded, transcript),
        transcript_id=transcript,
        user_id="awa",
        audio_uri=f"{objects.root}/recording.wav",
        context_files=[e.ContextFile(file_id=uuid4(), name="cv.txt", uri=document)],
    )
    if erased:
        Keys(settings).destroy("awa", transcript)
    told: list[Any] = []
    agent.spec(settings, objects, metadata).call([upload], told.append)
    assert told
    assert bool(objects.names(objects.all_work("awa", transcript))) is not erased
