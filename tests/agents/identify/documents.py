"""What is read in the documents of a meeting."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from agents.context.agent import Context
from agents.context.metadata import Metadata
from agents.llm import LanguageModel
from schemas import events as e
from streams.db import Database
from streams.events import meta
from streams.objects import CONTEXT, ObjectStore
from streams.settings import Settings


@cache
def read(folder: Path) -> dict[str, Any]:
    """What the documents of a recognised meeting say; read once, as that takes a while."""
    with TemporaryDirectory() as objects:
        return context(sorted((folder / "context").iterdir()), Path(objects))


def context(documents: Sequence[Path], objects: Path) -> dict[str, Any]:
    """What the documents say, without a language model."""
    folder = documents[0].parent
    settings = Settings(
        object_store=objects.as_uri(), extra_uri_prefixes=[folder.as_uri() + "/"], llm_base_url=""
    )
    store = ObjectStore(settings)
    transcript = uuid4()
    event = e.AudioUploaded(
        meta=meta(e.AudioUploaded, transcript),
        transcript_id=transcript,
        user_id="reader",
        audio_uri=(folder / "recording.wav").as_uri(),
        context_files=[
            e.ContextFile(file_id=uuid4(), name=file.name, uri=f"file://{file}")
            for file in documents
        ],
    )
    metadata = Metadata(LanguageModel(settings), cast(Database, SimpleNamespace()))
    Context(settings, store, metadata).handle(event, lambda _: None)
    found: dict[str, Any] = store.get_json(f"{store.work('reader', transcript, 1)}/{CONTEXT}")
    return found
