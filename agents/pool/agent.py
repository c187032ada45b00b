"""Voiceprint match and mean pooling: `segments.transcribed` to `speakers.pooled`."""

from typing import Any
from uuid import UUID

import numpy as np

from agents import state
from agents.pool import logic, voices
from schemas import events as e
from streams.codec import converter
from streams.db import Database
from streams.errors import PoisonError
from streams.events import follow
from streams.late import cleared
from streams.objects import ObjectStore
from streams.progress import timed
from streams.settings import Settings
from streams.stage import Emit, StageSpec


class Pool:
    """Asks for the embeddings of all segments, then pools the answer."""

    def __init__(self, settings: Settings, database: Database, objects: ObjectStore) -> None:
        self._settings = settings
        self._database = database
        self._objects = objects

    def handle(self, event: e.SegmentsTranscribed | e.EmbeddingsComputed, emit: Emit) -> None:
        """A part of the text, or the vectors of all of it, unless the transcript has ended."""
        if isinstance(event, e.SegmentsTranscribed):
            self._part(event, emit)
        elif event.purpose is e.EmbeddingPurpose.POOLING and not self._objects.over(event):
            with timed(event, "pool", emit):
                self._pool(event, emit)

    def _part(self, event: e.SegmentsTranscribed, emit: Emit) -> None:
        with self._database.transaction(event.user_id) as connection:
            joined = state.add(
                connection, event, "parts", str(event.part), converter.unstructure(event)
            )
            parts = state.parts_complete(joined)
            if parts is None or not parts[0]["speakers"]:
                return
            silent = set(parts[0]["speakers"]) - {
                s["speaker"] for p in parts for s in p["segments"]
            }
            if silent:
                raise PoisonError(
                    f"{', '.join(sorted(silent))} has no segment; leave out who says nothing"
                )
            with timed(event, "match", emit):
                voiceprints = converter.structure(parts[0]["voiceprints"], list[e.Voiceprint])
                matches = voices.match(connection, event, voiceprints, self._settings)
        segments = [segment for part in parts for segment in part["segments"]]
        prefix = self._objects.work(event.user_id, event.transcript_id, event.meta.revision)
        payload = {
            "speakers": [s["speaker"] for s in segments],
            "seconds": [s["end"] - s["start"] for s in segments],
            "matches": {
                speaker: {**converter.unstructure(m), "voiceprint_id": str(m.voiceprint_id)}
                for speaker, m in matches.items()
            },
        }
        emit(
            e.EmbeddingsRequested(
                meta=follow(e.EmbeddingsRequested, event, part="pooling"),
                transcript_id=event.transcript_id,
                user_id=event.user_id,
                purpose=e.EmbeddingPurpose.POOLING,
                texts_uri=self._objects.put_json(
                    f"{prefix}/pooling.texts.json", [s["text"] for s in segments]
                ),
                vectors_uri=f"{prefix}/pooling.npy",
                payload_uri=self._objects.put_json(f"{prefix}/pooling.json", payload),
            )
        )

    def _pool(self, event: e.EmbeddingsComputed, emit: Emit) -> None:
        payload = self._objects.get_json(event.payload_uri)
        vectors = self._objects.get_vectors(event.vectors_uri, event.count, event.dimension)
        speakers: list[str] = payload["speakers"]
        if len(speakers) != len(vectors):
            raise PoisonError(f"{len(speakers)} segments have {len(vectors)} vectors; embed again")
        pooled = logic.pooled(vectors, speakers)
        for index, (speaker, vector) in enumerate(pooled.items()):
            mine = [i for i, s in enumerate(speakers) if s == speaker]
            emit(
                e.SpeakersPooled(
                    meta=follow(e.SpeakersPooled, event, part=speaker),
                    transcript_id=event.transcript_id,
                    user_id=event.user_id,
                    index=index,
                    total=len(pooled),
                    speaker=speaker,
                    embedding=np.asarray(vector, float).tolist(),
                    model=event.model,
                    segment_count=len(mine),
                    seconds=sum(payload["seconds"][i] for i in mine),
                    match=_match(payload["matches"].get(speaker)),
                )
            )


def _match(known: dict[str, Any] | None) -> e.VoiceprintMatch:
    if known is None:
        nothing = dict.fromkeys(("voiceprint_id", "name", "score", "second_score"))
        return e.VoiceprintMatch(status=e.MatchStatus.NO_VOICEPRINT, pending_number=None, **nothing)
    return converter.structure(
        {**known, "voiceprint_id": UUID(known["voiceprint_id"])}, e.VoiceprintMatch
    )


def spec(settings: Settings, database: Database, objects: ObjectStore) -> StageSpec:
    """The stage."""
    inputs = (e.SegmentsTranscribed, e.EmbeddingsComputed)
    handler = cleared(objects, Pool(settings, database, objects).handle)
    return StageSpec("pool", inputs, handler)
