"""What the tests of names share."""

from pathlib import Path
from uuid import uuid4

import pytest

from streams.db import Database
from streams.settings import Settings
from tests.agents.confirm.stores import Stores


@pytest.fixture
def stores(database: Database, settings: Settings, tmp_path: Path) -> Stores:
    """Of a tenant of its own."""
    here = settings.model_copy(update={"object_store": tmp_path.as_uri()})
    return Stores(f"names-{uuid4().hex[:8]}", database, here)
