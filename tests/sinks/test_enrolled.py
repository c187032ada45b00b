"""Voices that are enrolled come into the library, if they can be compared with what it holds."""

from uuid import uuid4

import pytest

from schemas import events as e
from sinks.postgres.sink import PostgresSink
from streams.db import Database
from streams.errors import PoisonError
from streams.events import meta
from streams.objects import ObjectStore
from streams.settings import Settings

pytestmark = pytest.mark.integration


def enrolled(user_id: str, numbers: int, model: str = "campplus") -> e.VoiceprintsComputed:
    identity = uuid4()
    return e.VoiceprintsComputed(
        meta=meta(e.VoiceprintsComputed, identity),
        transcript_id=identity,
        user_id=user_id,
        purpose=e.VoiceprintPurpose.ENROLMENT,
        name="Awa",
        voiceprints=[
            e.Voiceprint(speaker="Awa", embedding=[0.5] * numbers, model=model, seconds=9.0)
        ],
    )


def test_voices_of_one_model_are_of_one_length(database: Database, settings: Settings) -> None:
    user = f"enrolled-{uuid4().hex[:8]}"
    sink = PostgresSink(database, ObjectStore(settings))
    sink.handle([enrolled(user, 192), enrolled(user, 512, model="pyannote/embedding")], print)
    with pytest.raises(PoisonError, match="192 numbers by campplus, the model gives 512"):
        sink.handle([enrolled(user, 512)], print)
    with database.transaction(user) as connection:
        found = connection.execute(
            "SELECT model, vector_dims(embedding) FROM st.voiceprint_library"
            " WHERE user_id = %s ORDER BY model",
            (user,),
        ).fetchall()
    assert found == [("campplus", 192), ("pyannote/embedding", 512)]
