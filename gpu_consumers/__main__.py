"""Run GPU stages: `python -m gpu_consumers --stages transcribe,diarize`.

Stages of one process share its models. Recognition and diarization belong in processes of their
own on a CPU, where their thread pools slow each other down.
"""

import sys
import warnings
from typing import Annotated

import typer

from gpu_consumers.stages import stages
from streams import logs, settings
from streams.loop import run


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
    sys.exit(run([known[name] for name in wanted], config))


if __name__ == "__main__":
    typer.run(main)
