"""An old transcript, and what of it lies in the database and in the archive."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg

from benchmarks.rows import TEXT
from schemas import events as e
from sinks.postgres.archive import TABLES
from streams.events import meta
from streams.objects import ObjectStore

Kept = tuple[str, UUID]
WORDS = [e.Word(start=0.1, end=0.30000000000000004, word=" « café »", probability=0.9)]


def happened(tenant: str, identity: UUID) -> Iterator[Any]:
    """The events that fill every table but that of the segments before names."""
    now = datetime(2023, 3, 26, 1, 30, 0, 123456, tzinfo=UTC)

    def head(event: type[Any], part: object = "") -> dict[str, Any]:
        return {
            "meta": meta(event, identity, part=part), "transcript_id": identity, "user_id": tenant,
        }  # fmt: skip

    for index in range(3):
        yield e.SegmentEnriched(
            **head(e.SegmentEnriched, index), index=index, total=3, start=index / 3,
            end=index / 3 + 0.1, speaker="A", display_name="Awa", name="Awa",
            name_source=e.NameSource.PERSON, name_score=1 / 3, evidence=[], facts=None,
            candidates=[], text_raw=TEXT, text="œuvre \U0001f600", words=WORDS, overlap=True,
        )  # fmt: skip
    yield e.SpeakersIdentified(
        **head(e.SpeakersIdentified), segment_total=3, language="fr", duration_s=9.5,
        speakers=[
            e.IdentifiedSpeaker(
                index=0, speaker="A", display_name="Awa", name="Awa", name_source=e.NameSource.NONE,
                name_score=0.1, evidence=[], facts=None, candidates=[], pooled=[0.1, -0.7, 1e-8],
                pooled_model="m", voiceprint_id=uuid4(), seconds=0.7,
            )
        ],
    )  # fmt: skip
    yield e.TranscriptProgress(
        **head(e.TranscriptProgress), phase="enrich", state=e.ProgressState.DONE, index=0, total=1,
        started_at=now, finished_at=None, seconds=None,
    )  # fmt: skip
    yield e.ContextIndexed(
        **head(e.ContextIndexed), context_uri="file:///nowhere", chunk_count=1,
        files=[
            e.IndexedFile(
                file_id=uuid4(), name="cv.txt", uri="file:///nowhere", sha256=None, kind="cv",
                language=None, chunk_count=1, metadata_json='{"people": []}', error=None,
            )
        ],
    )  # fmt: skip


def rows(owner: psycopg.Connection[Any], kept: Kept) -> dict[str, list[tuple[str]]]:
    """Everything of the transcript, as PostgreSQL writes it."""
    return {
        table: owner.execute(
            f"SELECT t::text FROM {table} t WHERE user_id = %s AND transcript_id = %s"
            " ORDER BY 1".encode(),
            kept,
        ).fetchall()
        for table in TABLES
    }


def status(owner: psycopg.Connection[Any], kept: Kept) -> str | None:
    row = owner.execute(
        "SELECT status FROM st.transcripts WHERE user_id = %s AND transcript_id = %s", kept
    ).fetchone()
    return row[0] if row else None


def files(objects: ObjectStore, kept: Kept) -> list[Path]:
    folder = Path(objects.archive(*kept).removeprefix("file://"))
    return sorted(folder.rglob("*.*")) if folder.exists() else []
