"""Run GPU stages: `python -m gpu_consumers --stages transcribe,diarize`.

Stages of one process share its models. Recognition and diarization belong in processes of their
own on a CPU, where their thread pools slow each other down.
"""

import gc
import sys
import warnings
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import typer

from streams import logs, settings
from streams.loop import run
from streams.objects import ObjectStore
from streams.settings import Settings
from streams.stage import StageSpec

# Imports of one stage's libraries cost seconds and memory, so each is imported when asked for.


def stages(config: Settings) -> dict[str, Callable[[], StageSpec]]:
    """Every stage by name; a stage is made, and its models loaded, when it is called."""
    objects = ObjectStore(config)

    @cache
    def voices() -> Any:
        from gpu_consumers.voices import Voices

        return Voices(config)

    def preprocess() -> StageSpec:
        from gpu_consumers.preprocess.worker import spec

        return spec(config, objects)

    def transcribe() -> StageSpec:
        from gpu_consumers.transcribe.worker import spec

        return spec(config, objects)

    def diarize() -> StageSpec:
        from gpu_consumers.diarize.worker import spec

        return spec(config, objects, voices())

    def cluster() -> StageSpec:
        from gpu_consumers.cluster.worker import spec

        return spec(config, objects, voices().dimension)

    def voiceprint() -> StageSpec:
        from gpu_consumers.voiceprint.worker import spec

        return spec(objects, voices())

    def finalize() -> StageSpec:
        from gpu_consumers.finalize.worker import spec

        return spec(objects)

    def embed() -> StageSpec:
        from gpu_consumers.embed.worker import spec

        return spec(config, objects)

    made = (preprocess, transcribe, diarize, cluster, voiceprint, finalize, embed)
    return {stage.__name__: stage for stage in made}


def main(
    names: Annotated[str, typer.Option("--stages", help="Names, separated by commas.")],
) -> None:
    """Take part in the stages' consumer groups."""
    logs.configure()
    # pyannote complains of a missing FFmpeg when imported; our audio comes decoded by PyAV.
    warnings.filterwarnings("ignore", message=r"\s*torchcodec is not installed correctly")
    config = settings.load()
    known = stages(config)
    wanted = [name.strip() for name in names.split(",")]
    if unknown := set(wanted) - known.keys():
        raise typer.BadParameter(f"no stage {', '.join(unknown)}; there are {', '.join(known)}")
    # Imports and models make millions of objects that stay: collecting among them costs a tenth
    # of the start.
    gc.disable()
    made = [known[name]() for name in wanted]
    gc.freeze()
    gc.enable()
    sys.exit(run(made, config))


if __name__ == "__main__":
    typer.run(main)
