"""The agents and the Qdrant sink in one process.

The embedded vector store admits one process, so locally the agents that search it and the sink
that writes it live together; with a Qdrant server each runs on its own.
"""

import sys
import threading

from agents.app import build, serve
from sinks.qdrant import sink
from streams import settings
from streams.health import Health
from streams.objects import ObjectStore
from streams.process import run_stages
from streams.vectors import open_qdrant


def main() -> None:
    """Run until a signal; the sink ends with the agents and they with it."""
    config = settings.load()
    client = open_qdrant(config)
    health = Health([])
    stop = threading.Event()
    app = build(config, client, health)
    spec = sink.spec(client, ObjectStore(config))
    health.expect(spec.name)
    beside = threading.Thread(
        target=run_stages, args=([spec], config, health, stop), name=spec.name
    )
    beside.start()
    try:
        status = serve(app, config, health)
    finally:
        stop.set()
        beside.join()
    sys.exit(status)


if __name__ == "__main__":
    main()
