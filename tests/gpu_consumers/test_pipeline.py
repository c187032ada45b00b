"""A diarization pipeline's folder, taken apart."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from gpu_consumers.pipeline import parts
from streams.errors import FatalError
from streams.settings import Settings

WHOLE: dict[str, Any] = {
    "pipeline": {
        "params": {
            "clustering": "VBxClustering",
            "segmentation": "$model/segmentation",
            "embedding": "$model/embedding",
            "plda": "$model/plda",
        }
    },
    "params": {"clustering": {"threshold": 0.6}},
}


def settings(folder: Path, config: Any) -> Settings:
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    return Settings(_env_file=None, diarization_pipeline=str(folder))  # type: ignore[call-arg]


def test_its_parts_are_folders_beside_its_config(tmp_path: Path) -> None:
    found = parts(settings(tmp_path, WHOLE))
    assert found.clustering == "VBxClustering"
    assert found.parameters == {"threshold": 0.6}
    assert (found.plda["checkpoint"], found.plda["subfolder"]) == (str(tmp_path), "plda")


@pytest.mark.parametrize("missing", ["pipeline", "params"])
def test_what_a_config_lacks_is_named(missing: str, tmp_path: Path) -> None:
    lacking = {name: value for name, value in WHOLE.items() if name != missing}
    with pytest.raises(FatalError, match=f"no '{missing}'; see ST_DIARIZATION_PIPELINE"):
        parts(settings(tmp_path, lacking))


def test_another_clustering_is_refused_by_name(tmp_path: Path) -> None:
    other = {"pipeline": {"params": {**WHOLE["pipeline"]["params"], "clustering": "Other"}}}
    with pytest.raises(FatalError, match="clusters by Other"):
        parts(settings(tmp_path, WHOLE | other))
