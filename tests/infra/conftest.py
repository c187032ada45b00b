"""What tests of the supervisor share."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.processes import ProcessTable


@pytest.fixture
def table(tmp_path: Path) -> Iterator[ProcessTable]:
    made = ProcessTable(tmp_path / "run")
    yield made
    made.stop([replace(record, grace_s=0.5) for record in made.records()])
