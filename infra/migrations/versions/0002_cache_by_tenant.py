"""The metadata cache knows whose a document was."""

from infra.migrations.beside import steps

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
