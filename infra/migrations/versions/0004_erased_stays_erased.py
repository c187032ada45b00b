"""What was erased is not written anew."""

from infra.migrations.beside import steps

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
