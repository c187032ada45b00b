"""How long the models compute: what is left of a task's time is ours."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from streams import metrics


@contextmanager
def computing(model: str) -> Iterator[None]:
    """Count the time inside as the model's."""
    began = time.monotonic()
    try:
        yield
    finally:
        metrics.MODEL_SECONDS.labels(model).inc(time.monotonic() - began)
