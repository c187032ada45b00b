"""${message}"""

from infra.migrations.beside import steps

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

upgrade, downgrade = steps(__file__)
