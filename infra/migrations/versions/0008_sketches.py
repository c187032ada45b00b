"""Voices are compared by a sketch first."""

from infra.migrations.beside import steps

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
