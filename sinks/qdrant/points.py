"""Chunks and their vectors to Qdrant points: pure."""

from typing import Any
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f2f2f43-8f0e-5f0e-9a55-0c2a3c1d7b11")


def point_id(user_id: str, transcript_id: UUID, file_id: str, index: int) -> str:
    """The same for the same chunk, so that indexing again changes nothing."""
    return str(uuid5(_NAMESPACE, f"{user_id}|{transcript_id}|{file_id}|{index}"))


def payload(user_id: str, transcript_id: UUID, chunk: dict[str, Any]) -> dict[str, Any]:
    """What a point knows; the fields that searches filter on are indexed."""
    return {
        "user_id": user_id,
        "transcript_id": str(transcript_id),
        "file_id": chunk["file_id"],
        "file_name": chunk["file_name"],
        "page": chunk.get("page"),
        "participants": chunk.get("participants", []),
        "keywords": chunk.get("keywords", []),
        "text": chunk["text"],
    }
