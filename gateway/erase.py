"""Erasing a tenant, a transcript or a document: what may be erased, and the stores' answers."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from gateway.watch import Watch
from schemas import events as e
from streams.db import Database
from streams.errors import SmartTranscriptionError
from streams.events import meta
from streams.topics import BY_EVENT

STORES = ("postgres", "qdrant", "objects", "log")
_FILE = """
SELECT uri FROM st.contextual_files
WHERE user_id = %(user)s AND transcript_id = %(id)s AND file_id = %(file)s
"""
# One that is done again keeps its status. If that has failed, nothing is done for it any more.
_AT_WORK = """
SELECT transcript_id FROM st.transcripts t
WHERE user_id = %(user)s AND (%(id)s::uuid IS NULL OR transcript_id = %(id)s)
  AND (status = 'processing' OR EXISTS (
      SELECT 1 FROM meetnoo.phase_runs p
      WHERE p.user_id = t.user_id AND p.transcript_id = t.transcript_id
        AND p.revision > t.revision AND t.status = 'completed'
        AND p.finished_at > now() - interval '10 minutes'))
"""


def request(
    database: Database, user_id: str, transcript_id: UUID | None, file_id: UUID | None
) -> e.ErasureRequested:
    """The event that asks for it.

    Raises `SmartTranscriptionError` for a document without its transcript or that is not there,
    and for a transcript that is still worked on: its next events would write it anew.
    """
    if file_id is not None and transcript_id is None:
        raise SmartTranscriptionError("say of which transcript the file is: --transcript ID")
    asked = {"user": user_id, "id": transcript_id, "file": file_id}
    at_work, files = database.read([user_id], (_AT_WORK, asked), (_FILE, asked))
    for (busy,) in at_work:
        raise SmartTranscriptionError(
            f"{busy} is still worked on; erase when it has ended: see status {busy}"
        )
    if file_id is not None and not files:
        raise SmartTranscriptionError(f"transcript {transcript_id} has no file {file_id}")
    erasure_id = uuid4()
    return e.ErasureRequested(
        meta=meta(e.ErasureRequested, erasure_id),
        erasure_id=erasure_id,
        user_id=user_id,
        transcript_id=transcript_id,
        file_id=file_id,
        file_uri=files[0][0] if files else None,
    )


def answers(watch: Watch, event: e.ErasureRequested, timeout_s: float) -> Iterator[e.ErasureDone]:
    """Each store's answer, once; ends when all have answered.

    Raises `SmartTranscriptionError` when a store gives up, or has not answered in time.
    """
    missing = set(STORES)
    for seen in watch.all(timeout_s):
        if isinstance(seen, e.DeadLetter) and _is_about(seen, event):
            raise SmartTranscriptionError(seen.reason)
        if isinstance(seen, e.ErasureDone) and seen.erasure_id == event.erasure_id:
            if seen.store in missing:
                missing.discard(seen.store)
                yield seen
            if not missing:
                return
    raise SmartTranscriptionError(
        f"no answer from {', '.join(sorted(missing))} within {timeout_s:g} s; the request stays "
        "and is done when they are back"
    )


def of_the_log(done: e.ErasureDone) -> str | None:
    """What a store's answer means for the events in the log; None when it is not the log's."""
    if done.store != "log":
        return None
    if done.file_id is not None:
        return "log: not reached by erasing one document; its transcript's events stay"
    return (
        f"log: {done.removed['keys']} keys destroyed: what was sealed with them cannot be read; "
        "what was never sealed goes with the retention of its topic. Count what can be read: "
        "python -m streams sealed --user ID"
    )


def _is_about(letter: Any, event: e.ErasureRequested) -> bool:
    topic = BY_EVENT[e.ErasureRequested].name
    return bool(letter.topic == topic and letter.meta.trace_id == event.meta.trace_id)
