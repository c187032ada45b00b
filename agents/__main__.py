"""Run the agents: `python -m agents`. The vector store must be a server (`ST_QDRANT_URL`)."""

import sys

from agents.app import build, serve
from streams import settings
from streams.errors import FatalError
from streams.health import Health
from streams.vectors import open_qdrant


def main() -> None:
    """Run until a signal; what keeps it from it is told in words."""
    try:
        config = settings.load()
        health = Health([])
        app = build(config, open_qdrant(config), health)
        sys.exit(serve(app, config, health))
    except FatalError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
