"""What the tests of recognition share."""

from typing import Any

import pytest

from gpu_consumers.memory import Budget
from streams.objects import ObjectStore
from streams.settings import Settings


@pytest.fixture(scope="module")
def stage(local: Settings, objects: ObjectStore, models: None) -> Any:
    """The stage, with models of the module's own."""
    from gpu_consumers.transcribe.model import recognisers
    from gpu_consumers.transcribe.worker import Transcribe

    return Transcribe(local, objects, recognisers(local, Budget(local)))
