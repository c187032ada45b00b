"""Voices know of which computation of their transcript their label is."""

from infra.migrations.beside import steps

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
