"""Voices that were taken for somebody known are kept apart."""

from infra.migrations.beside import steps

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
