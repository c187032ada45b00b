"""Run GPU stages: `python -m gpu_consumers --stages transcribe,diarize`.

Stages of one process share its models. Recognition and diarization belong in processes of their
own on a CPU, where their thread pools slow each other down.
"""

import sys
import warnings
from typing import Annotated

import typer

from gpu_consumers.memory import Budget
from gpu_consumers.stages import stages
from streams import logs, settings
from streams.errors import FatalError
from streams.process import run


def main(
    names: Annotated[str, typer.Option("--stages", help="Names, separated by commas.")],
) -> None:
    """Take part in the stages' consumer groups."""
    logs.configure()
    # pyannote complains of a missing FFmpeg when imported; our audio comes decoded by PyAV.
    warnings.filterwarnings("ignore", message=r"\s*torchcodec is not installed correctly")
    wanted = [name.strip() for name in names.split(",")]
    try:
        config = settings.load()
        budget = Budget(config)
        known = stages(config, budget)
        if unknown := set(wanted) - known.keys():
            raise typer.BadParameter(f"no stage {', '.join(unknown)}; there are {', '.join(known)}")
        budget.declare(wanted)
    except FatalError as error:
        raise typer.BadParameter(str(error)) from error
    # On a card the budget says what runs beside what; on a processor tasks slow each other down.
    slots = 1 if config.device == "cpu" else len(wanted)
    sys.exit(run([known[name] for name in wanted], config, slots=slots))


if __name__ == "__main__":
    typer.run(main)
