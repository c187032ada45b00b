"""A tenant's library of voices: what may be put into it, and compared with it."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection

from schemas import events as e
from streams.errors import PoisonError

_LENGTH = """
SELECT vector_dims(embedding) FROM st.voiceprint_library WHERE user_id = %s AND model = %s LIMIT 1
"""


def check(connection: Connection[Any], user_id: str, voiceprints: Iterable[e.Voiceprint]) -> None:
    """Raises `PoisonError` for voiceprints of another length than the library has of their model.

    Voices are compared by model and length: without a word nobody would be known any more.
    """
    for model, numbers in {(v.model, len(v.embedding)) for v in voiceprints}:
        known = connection.execute(_LENGTH, (user_id, model)).fetchone()
        if known is not None and known[0] != numbers:
            raise PoisonError(
                f"the library holds voiceprints of {known[0]} numbers by {model}, the model gives "
                f"{numbers}: name the model differently or enrol the voices again"
            )
