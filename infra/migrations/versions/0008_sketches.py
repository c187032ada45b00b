"""Voices are compared by a sketch first."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

HERE = Path(__file__)


def upgrade() -> None:
    """Run the .up.sql file next to this one."""
    op.execute(HERE.with_suffix(".up.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Run the .down.sql file next to this one."""
    op.execute(HERE.with_suffix(".down.sql").read_text(encoding="utf-8"))
