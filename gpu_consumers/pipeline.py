"""What diarization is made of: a pyannote pipeline's models and clustering, or single models.

A pipeline is a folder, or a repository of the hub, as `pyannote/speaker-diarization-community-1` is
laid out: a `config.yaml` names its parts, which are folders beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pyannote.audio.core.pipeline import expand_subfolders
from pyannote.audio.utils.hf_hub import AssetFileName, download_from_hf_hub

from streams.errors import FatalError
from streams.settings import Settings

CONFIG = "config.yaml"
CLUSTERINGS = ("AgglomerativeClustering", "VBxClustering")


@dataclass(frozen=True)
class Parts:
    """What pyannote's loaders are given for each part; an `embedding` of None is the packaged one.

    `parameters` are the clustering's, by the library's names.
    """

    segmentation: Any
    embedding: Any
    clustering: str
    parameters: Mapping[str, Any]
    plda: Any = None


def parts(settings: Settings) -> Parts:
    """Of the settings. Raises `FatalError` for a pipeline that cannot be taken apart."""
    if settings.diarization_pipeline:
        return _of_pipeline(settings.diarization_pipeline)
    packaged = settings.models_dir / "segmentation" / "pytorch_model.bin"
    return Parts(
        segmentation=settings.segmentation_model or str(packaged),
        embedding=loadable(settings.speaker_embedding_model),
        clustering="AgglomerativeClustering",
        parameters={
            "method": "centroid",
            "min_cluster_size": settings.diarization_min_cluster_size,
            "threshold": settings.diarization_threshold,
        },
    )


def loadable(name: str) -> Any:
    """What pyannote loads a speaker embedding from.

    It tells the toolkits apart by words in the name, also in that of a folder on the way to a
    checkpoint of its own; so that is said here.
    """
    own = (Path(name) / AssetFileName.Model.value).is_file()
    return {"checkpoint": name} if own else name or None


def _of_pipeline(name: str) -> Parts:
    here = Path(name).is_dir()
    path = Path(name) / CONFIG if here else download_from_hf_hub(name, AssetFileName.Pipeline)
    if path is None or not Path(path).is_file():
        raise FatalError(f"there is no {CONFIG} in {name}; see ST_DIARIZATION_PIPELINE")
    config = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    expand_subfolders(config, name)
    try:
        given = config["pipeline"]["params"]
        found = Parts(
            segmentation=given["segmentation"],
            embedding=given["embedding"],
            clustering=given["clustering"],
            parameters=config["params"]["clustering"],
            plda=given.get("plda"),
        )
    except KeyError as error:
        raise FatalError(
            f"{CONFIG} of {name} has no {error}; see ST_DIARIZATION_PIPELINE"
        ) from error
    if found.clustering not in CLUSTERINGS:
        raise FatalError(
            f"{name} clusters by {found.clustering}; {' and '.join(CLUSTERINGS)} are known"
        )
    return found
