"""What PostgreSQL refuses is told from a PostgreSQL that is away."""

import secrets
from uuid import uuid4

import pytest

from streams.db import Database
from streams.errors import PoisonError

pytestmark = pytest.mark.integration
_SPEAKER = """
INSERT INTO st.speakers (user_id, transcript_id, speaker, index, display_name)
VALUES ('tenant', %s, %s, 0, %s)
"""
_SEGMENT = """
INSERT INTO meetnoo.segments (user_id, transcript_id, index, start_s, end_s, speaker, text)
VALUES ('tenant', %s, 0, 2, 1, %s, %s)
"""


@pytest.mark.parametrize(
    ("query", "speaker", "text"),
    [
        (_SPEAKER, secrets.token_hex(5000), "a key too long for its index"),
        (_SPEAKER, "S0", None),
        (_SPEAKER, "S\x000", "a text with a NUL"),
        (_SEGMENT, "S0", "it ends before it starts"),
    ],
    ids=["key", "null", "nul", "check"],
)
def test_values_that_are_refused_are_not_waited_for(
    database: Database, query: str, speaker: str, text: str | None
) -> None:
    with (
        pytest.raises(PoisonError, match="refuses a value"),
        database.transaction("tenant") as connection,
    ):
        connection.execute(query.encode(), (uuid4(), speaker, text))
