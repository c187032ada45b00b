"""What was joined for a transcript goes once it is stored: its text was kept twice."""

from infra.migrations.beside import steps

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
