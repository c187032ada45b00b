"""The packaged small language model behind an OpenAI-compatible server."""

import sys
from collections.abc import Mapping
from functools import partial
from typing import Final

from infra.local import probes
from infra.local.model import Place, Service

MODEL: Final = "smollm2-135m-instruct"
KEY: Final = "local"
"""The server asks for none; its clients insist on having one."""
NAMES: Final = ("ST_LLM_BASE_URL", "ST_LLM_MODEL", "ST_LLM_API_KEY")


def chosen_by_user(environ: Mapping[str, str]) -> dict[str, str] | None:
    """The server that the environment names, or `off`; None where ours is to serve."""
    if not environ.get("ST_LLM_BASE_URL"):
        return None
    return {name: environ[name] for name in NAMES if environ.get(name)}


def service(place: Place) -> Service:
    """The server, ready when the model is loaded."""
    port = place.ports["llm"]
    return Service(
        name="llm",
        argv=(sys.executable, "-m", "infra.local.llm_server", "--port", str(port)),
        ready=partial(probes.http_ok, port, "/health"),
        port=port,
        env={"ST_LLM_MODEL": MODEL},
        tier=1,
        grace_s=5.0,
    )
