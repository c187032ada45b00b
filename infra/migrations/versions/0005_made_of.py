"""What a transcript was made of is kept, so that it can be made again."""

from infra.migrations.beside import steps

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
