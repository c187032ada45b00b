"""Context indexing: documents to people, glossary and chunks, and the chunks to be embedded."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

import langdetect
from semantic_text_splitter import TextSplitter

from agents.context import logic
from agents.context.extract import text_of
from agents.context.metadata import Metadata
from agents.llm import Budget
from schemas import events as e
from streams.errors import PoisonError
from streams.events import follow, meta
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit, StageSpec

# Whole paragraphs where they fit: about 15 chunks for four pages.
SPLITTER = TextSplitter((500, 900))


@dataclass(frozen=True)
class Read:
    """A document that was read."""

    file: dict[str, Any]
    chunks: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    glossary: logic.Glossary = field(default_factory=logic.Glossary)


class Context:
    """Handles `audio.uploaded`, beside the GPU pipeline."""

    def __init__(self, settings: Settings, objects: ObjectStore, metadata: Metadata) -> None:
        self._settings = settings
        self._objects = objects
        self._metadata = metadata

    def handle(self, event: e.AudioUploaded, emit: Emit) -> None:
        """Ask for the chunks' embeddings; without any, the context is indexed already."""
        with timed(event, "context", emit):
            budget = Budget(self._settings.llm_budget_s)
            files = [self._read(event, file, budget, emit) for file in event.context_files]
        chunks = [chunk for file in files for chunk in file.chunks]
        prefix = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        uri = self._objects.put_json(
            f"{prefix}/context.json",
            {
                "indexed_files": [file.file for file in files],
                "people": [person for file in files for person in file.people],
                "terms": {k: v for f in files for k, v in f.glossary.terms.items()},
                "corrections": {k: v for f in files for k, v in f.glossary.corrections.items()},
                "chunks": chunks,
            },
        )
        emit(
            e.EmbeddingsRequested(
                meta=follow(e.EmbeddingsRequested, event, part="context"),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                purpose=e.EmbeddingPurpose.CONTEXT,
                texts_uri=self._objects.put_json(
                    f"{prefix}/context.texts.json", [chunk["text"] for chunk in chunks]
                ),
                vectors_uri=f"{prefix}/context.npy",
                payload_uri=uri,
            )
        )

    def _read(
        self, event: e.AudioUploaded, file: e.ContextFile, budget: Budget, emit: Emit
    ) -> Read:
        """A document that cannot be read is told of and left out; the rest goes on."""
        try:
            text = text_of(
                file.name,
                self._objects.get_bytes(file.uri),
                max_bytes=self._settings.context_max_bytes,
                max_pages=self._settings.context_max_pages,
            )
        except PoisonError as error:
            emit(_letter(event, file, str(error)))
            return Read(_file(file, kind="other", error=str(error)))
        return self._understood(event, file, text, budget)

    def _understood(
        self, event: e.AudioUploaded, file: e.ContextFile, text: str, budget: Budget
    ) -> Read:
        kind = logic.kind_of(text)
        found = logic.owner_of(text) if kind == "cv" else None
        told = self._metadata.people(event.user_id, text, budget) if kind != "glossary" else []
        people = [{**asdict(p), "source_file": file.name} for p in logic.merged(found, told)]
        participants = [p["name"] for p in people]
        keywords = sorted({word for p in people for word in p["keywords"]})
        chunks = [
            {
                "file_id": str(file.file_id),
                "file_name": file.name,
                "participants": participants,
                "keywords": keywords,
                "text": chunk,
            }
            for chunk in SPLITTER.chunks(text)
        ]
        glossary = logic.glossary_of(text) if kind == "glossary" else logic.Glossary()
        about = {"people": people, "keywords": keywords, "terms": len(glossary.terms)}
        row = _file(
            file,
            kind=kind,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            language=_language(text),
            chunk_count=len(chunks),
            metadata_json=json.dumps(about, ensure_ascii=False),
        )
        return Read(row, chunks, people, glossary)


def _file(file: e.ContextFile, *, kind: str, **known: Any) -> dict[str, Any]:
    blank = {
        "sha256": None,
        "language": None,
        "chunk_count": 0,
        "metadata_json": "{}",
        "error": None,
    }
    given = {"file_id": str(file.file_id), "name": file.name, "uri": file.uri, "kind": kind}
    return {**blank, **given, **known}


def _language(text: str) -> str | None:
    langdetect.DetectorFactory.seed = 0
    try:
        return str(langdetect.detect(text[:2000]))
    except langdetect.LangDetectException:
        return None


def _letter(event: e.AudioUploaded, file: e.ContextFile, reason: str) -> e.DeadLetter:
    return e.DeadLetter(
        meta=meta(
            e.DeadLetter,
            event.transcript_id,
            part=file.file_id,
            revision=event.meta.revision,
            trace_id=event.meta.trace_id,
        ),
        transcript_id=event.transcript_id,
        user_id=event.user_id,
        stage="context",
        topic="audio.uploaded",
        partition=-1,
        offset=-1,
        key=str(event.transcript_id).encode(),
        value=None,
        reason=f"a document was left out: {reason}",
        error="PoisonError",
        attempts=1,
        stack=None,
        fatal=False,
    )


def spec(settings: Settings, objects: ObjectStore, metadata: Metadata) -> StageSpec:
    """The stage."""
    return StageSpec("context", (e.AudioUploaded,), Context(settings, objects, metadata).handle)
