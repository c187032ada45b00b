"""What a transcript was made of is kept, so that it can be made again."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HERE = Path(__file__)


def upgrade() -> None:
    """Run the .up.sql file next to this one."""
    op.execute(HERE.with_suffix(".up.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    """Run the .down.sql file next to this one."""
    op.execute(HERE.with_suffix(".down.sql").read_text(encoding="utf-8"))
