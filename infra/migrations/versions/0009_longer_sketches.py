"""Sketches are a little longer, so that fewer voices pass them for nothing."""

from infra.migrations.beside import steps

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
