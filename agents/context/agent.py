"""Context indexing: documents to people, glossary and chunks, and the chunks to be embedded."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

import langdetect
from semantic_text_splitter import TextSplitter

from agents.context import absent, cv, initials, logic, people
from agents.context.extract import PAGE
from agents.context.glossary import Glossary, glossary_of
from agents.context.metadata import Metadata, Told
from agents.context.reader import read
from agents.llm import Budget
from schemas import events as e
from streams.errors import PoisonError
from streams.events import follow, meta
from streams.late import cleared
from streams.objects import CONTEXT, ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit, StageSpec

# Whole paragraphs where they fit: about 15 chunks for four pages.
SPLITTER = TextSplitter((500, 900))
# So many documents' rows fit in one event.
MOST_FILES = 50
# Of a transcript's seconds of the language model; the clean-up has all that is left of them.
LLM_SHARE = 0.5
# Of what it does for a transcript, most is waiting for the language model.
AT_ONCE = 4


@dataclass(frozen=True)
class Read:
    """A document that was read."""

    file: dict[str, Any]
    chunks: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    minutes: bool = False
    announces: bool = False
    glossary: Glossary = field(default_factory=Glossary)


class Context:
    """Handles `audio.uploaded`, beside the GPU pipeline."""

    def __init__(self, settings: Settings, objects: ObjectStore, metadata: Metadata) -> None:
        self._settings = settings
        self._objects = objects
        self._metadata = metadata
        # Side by side is waited, not computed.
        self._reading = Lock()

    def handle(self, event: e.AudioUploaded, emit: Emit) -> None:
        """Ask for the chunks' embeddings; without any, the context is indexed already."""
        with timed(event, "context", emit):
            budget = Budget(self._settings.llm_budget_s * LLM_SHARE)
            files = [self._read(event, f, budget, emit) for f in event.context_files[:MOST_FILES]]
            for file in event.context_files[MOST_FILES:]:
                emit(_letter(event, file, f"only the first {MOST_FILES} are read"))
        chunks = [chunk for file in files for chunk in file.chunks]
        planned = any(file.announces and not file.minutes for file in files)
        prefix = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        uri = self._objects.put_json(
            f"{prefix}/{CONTEXT}",
            {
                "indexed_files": [file.file for file in files],
                "people": absent.marked(
                    initials.united([person for file in files for person in file.people]),
                    [x for f in files if not (planned and f.minutes) for x in f.absent],
                ),
                "terms": {k: v for f in files for k, v in f.glossary.terms.items()},
                "corrections": {k: v for f in files for k, v in f.glossary.corrections.items()},
                "chunks": chunks,
                "llm_s": budget.spent(),
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
            data = self._objects.get_bytes(file.uri)
            with self._reading:
                text = read(file.name, data, self._settings)
                language = _language(text)
        except PoisonError as error:
            emit(_letter(event, file, str(error)))
            return Read(_file(file, kind="other", error=str(error)))
        return self._understood(event, file, text, language, budget)

    def _understood(
        self,
        event: e.AudioUploaded,
        file: e.ContextFile,
        text: str,
        language: str | None,
        budget: Budget,
    ) -> Read:
        kind = logic.kind_of(text)
        told = Told()
        if kind != "glossary":  # whose lines are read by rule, and better
            told = self._metadata.of(event.user_id, text, language, budget)
        if kind == "other" and cv.named_by_file(file.name, text) is not None:
            kind = "cv"
        if kind == "other":
            kind = told.kind
        glossary = glossary_of(text) if kind == "glossary" else Glossary()
        found = _people(kind, file.name, text, glossary)
        known = [
            {**asdict(p), "source_file": file.name, "place": i if kind == "agenda" else None}
            for i, p in enumerate(logic.merged(found, told.people))
        ]
        keywords = sorted({w for p in known for w in p["keywords"]} | set(told.keywords))
        chunks = [
            {
                "file_id": str(file.file_id),
                "file_name": file.name,
                "page": page,
                "participants": logic.participants(kind, chunk, [p["name"] for p in known]),
                "keywords": keywords,
                "text": chunk.replace(PAGE, "\n"),
            }
            for page, chunk in paged(text)
        ]
        row = _file(
            file,
            kind=kind,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            language=language or told.language,
            chunk_count=len(chunks),
            metadata_json=logic.summary(known, keywords, len(glossary.terms)),
        )
        return Read(
            row,
            chunks,
            known,
            absent.absent_in(text),
            absent.in_minutes(text, file.name),
            kind not in ("cv", "glossary") and absent.announces(text, file.name),
            glossary,
        )


def _people(kind: str, name: str, text: str, glossary: Glossary) -> list[logic.Person]:
    """Whom the rules for documents of that kind find."""
    if kind == "glossary":
        named = people.under_headings(text)
        known = {person.name for person in named}
        meant = people.corrected(glossary.corrections, glossary.terms)
        return [*named, *(person for person in meant if person.name not in known)]
    owner = cv.owner_of(text) or cv.named_by_file(name, text) if kind == "cv" else None
    return [owner] if owner is not None else people.listed(text)


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


def paged(text: str) -> Iterator[tuple[int, str]]:
    """The text's chunks, each with the page that it begins on, from 1."""
    page, counted = 1, 0
    for offset, chunk in SPLITTER.chunk_indices(text):
        page += text.count(PAGE, counted, offset)
        counted = offset
        yield page, chunk


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
    worker = Context(settings, objects, metadata)
    handler = cleared(objects, worker.handle)
    return StageSpec("context", (e.AudioUploaded,), handler, at_once=AT_ONCE)
