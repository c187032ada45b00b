"""WhisperX's transcription on the packaged weights, installed apart by whoever measures it.

It runs on the library versions that we have, not on those that it pins (PyTorch 2.8): the same for
both. Its alignment needs a wav2vec2 model from a hub and is left out, so its times flatter it.
"""

import importlib
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from gpu_consumers.audio import Samples
from streams.settings import Settings

REQUIREMENTS = Path("requirements/peers.txt")


def folder() -> Path:
    """Where it is installed: another place for other requirements."""
    return Path(".local/peers") / sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]


def install() -> None:
    """Put it into its folder, where it is not there yet. Raises `CalledProcessError`."""
    if (folder() / "whisperx").exists():
        return
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--target", str(folder()), "-r", str(REQUIREMENTS)]
    subprocess.run(command, check=True)


def imported() -> Any:
    """Its module, for which `install` was called once."""
    sys.path.append(str(folder()))
    return importlib.import_module("whisperx.asr")


def transcribe(samples: Samples, settings: Settings, language: str) -> list[dict[str, Any]]:
    """Its segments: its own speech detection, then batches of eight, beam 5."""
    model = imported().load_model(
        str(settings.models_dir / "whisper-base"),
        "cpu",
        compute_type="int8",
        language=language,
        threads=settings.cpu_threads,
    )
    found: list[dict[str, Any]] = model.transcribe(samples, batch_size=8)["segments"]
    return found
