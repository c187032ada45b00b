"""Run the agents: `python -m agents`. The vector store must be a server (`ST_QDRANT_URL`)."""

import sys

from agents.app import build, serve
from streams import settings
from streams.health import Health
from streams.vectors import open_qdrant


def main() -> None:
    """Run until a signal."""
    config = settings.load()
    health = Health([])
    app = build(config, open_qdrant(config), health)
    sys.exit(serve(app, config, health))


if __name__ == "__main__":
    main()
