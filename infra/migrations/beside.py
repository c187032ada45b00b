"""A migration's SQL lies beside its Python file: NAME.up.sql and NAME.down.sql."""

from collections.abc import Callable
from pathlib import Path

from alembic import op


def steps(file: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """The migration's `upgrade` and `downgrade`."""

    def run(kind: str) -> None:
        op.execute(Path(file).with_suffix(f".{kind}.sql").read_text(encoding="utf-8"))

    return lambda: run("up"), lambda: run("down")
