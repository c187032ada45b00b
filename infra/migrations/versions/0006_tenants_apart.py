"""A tenant sees only what is his own."""

from infra.migrations.beside import steps

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
