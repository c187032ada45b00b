"""The master key of a local stack, under which its log is sealed (docs/erasing.md)."""

import base64
import secrets

from infra.local.files import write_atomically
from infra.local.layout import Layout

NAME = "ST_SEAL_KEY"
BYTES = 32


def own(layout: Layout) -> str:
    """The stack's own: made up once, readable by its owner alone."""
    path = layout.seal_key
    if not path.exists():
        made = base64.b64encode(secrets.token_bytes(BYTES)).decode()
        write_atomically(path, made, mode=0o600)
    return path.read_text()
