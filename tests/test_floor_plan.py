"""The top-level packages are this project's, not an installed distribution of the same name."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ["agents", "gateway", "gpu_consumers", "infra", "schemas", "sinks", "streams"]


@pytest.mark.parametrize("name", PACKAGES)
def test_package_lies_under_the_root(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).is_relative_to(ROOT)
