"""Old transcripts may lie in the archive."""

from infra.migrations.beside import steps

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
