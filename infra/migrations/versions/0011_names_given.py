"""Voices know whether it was of them that a person gave the name."""

from infra.migrations.beside import steps

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
