"""What a process says of itself."""

import logging

# They tell of every request and every file at the level at which we tell of tasks.
CHATTY = ("httpx", "httpx2", "faster_whisper", "aiokafka", "faust")


def configure() -> None:
    """Log to standard error, one line each; of chatty libraries only what is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
