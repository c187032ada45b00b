"""A person says that a voice taken for somebody known is somebody else's, on a real PostgreSQL."""

import json
from types import SimpleNamespace
from uuid import UUID, uuid4

import numpy as np
import pytest

from agents.confirm.agent import Confirm
from agents.pool import voices
from schemas import events as e
from streams.db import Database
from streams.events import confirmed
from streams.settings import Settings

pytestmark = pytest.mark.integration
KWAME, LUC = np.eye(192)[0], 0.8 * np.eye(192)[0] + 0.6 * np.eye(192)[1]


def matched(
    database: Database, settings: Settings, tenant: str, transcript_id: UUID
) -> e.VoiceprintMatch:
    """How Luc's voice is matched in a transcript."""
    voice = e.Voiceprint(speaker="A", embedding=LUC.tolist(), model="campplus", seconds=9.0)
    event = SimpleNamespace(
        user_id=tenant, transcript_id=transcript_id, meta=SimpleNamespace(revision=1)
    )
    with database.transaction(tenant) as connection:
        return voices.match(connection, event, [voice], settings)["A"]


def test_the_voice_joins_the_library_under_its_own_name(
    database: Database, settings: Settings
) -> None:
    tenant, transcript_id = f"heard-{uuid4().hex[:8]}", uuid4()
    with database.transaction(tenant) as connection:
        connection.execute(
            "INSERT INTO st.voiceprint_library (user_id, voiceprint_id, name, status, model,"
            " embedding) VALUES (%s, %s, 'Kwame', 'confirmed', 'campplus', %s::vector)",
            (tenant, uuid4(), json.dumps(KWAME.tolist())),
        )
        connection.execute(
            "INSERT INTO st.transcripts (user_id, transcript_id, revision, status, language,"
            " duration_s) VALUES (%s, %s, 1, 'completed', 'fr', 9)",
            (tenant, transcript_id),
        )
        connection.execute(
            "INSERT INTO st.speakers (user_id, transcript_id, revision, speaker, index,"
            " display_name, name, name_source, name_score)"
            " VALUES (%s, %s, 1, 'A', 0, 'Kwame', 'Kwame', 'VOICEPRINT', 0.8)",
            (tenant, transcript_id),
        )
    assert matched(database, settings, tenant, transcript_id).name == "Kwame"
    said = confirmed(tenant, transcript_id, "A", "Luc", revision=2)
    Confirm(database).handle(said, lambda event: None)
    later = matched(database, settings, tenant, uuid4())
    assert later.name == "Luc"
    assert later.score == pytest.approx(1.0)


def test_a_voice_that_nobody_spoke_of_is_no_entry_of_the_library(
    database: Database, settings: Settings
) -> None:
    tenant = f"heard-{uuid4().hex[:8]}"
    with database.transaction(tenant) as connection:
        connection.execute(
            "INSERT INTO st.voiceprint_library (user_id, voiceprint_id, name, status, model,"
            " embedding) VALUES (%s, %s, 'Kwame', 'confirmed', 'campplus', %s::vector)",
            (tenant, uuid4(), json.dumps(KWAME.tolist())),
        )
    first = matched(database, settings, tenant, uuid4())
    later = matched(database, settings, tenant, uuid4())
    assert first.name == later.name == "Kwame"
    assert first.score == later.score == pytest.approx(0.8)
