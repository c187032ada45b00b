"""Chunks and their vectors to Qdrant points: pure."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f2f2f43-8f0e-5f0e-9a55-0c2a3c1d7b11")


def numbered(chunks: Iterable[dict[str, Any]]) -> list[int]:
    """Each chunk's place in its own file, from 0: what other files have does not move it."""
    counts: dict[str, count[int]] = defaultdict(count)
    return [next(counts[chunk["file_id"]]) for chunk in chunks]


def point_id(user_id: str, transcript_id: UUID, file_id: str, index: int) -> str:
    """The same for the same chunk of a file, so that indexing again changes nothing."""
    return str(uuid5(_NAMESPACE, f"{user_id}|{transcript_id}|{file_id}|{index}"))


def payload(
    user_id: str, transcript_id: UUID, revision: int, chunk: dict[str, Any]
) -> dict[str, Any]:
    """What a point knows; the fields that searches filter on are indexed."""
    return {
        "user_id": user_id,
        "transcript_id": str(transcript_id),
        "revision": revision,
        "file_id": chunk["file_id"],
        "file_name": chunk["file_name"],
        "page": chunk.get("page"),
        "participants": chunk.get("participants", []),
        "keywords": chunk.get("keywords", []),
        "text": chunk["text"],
    }
