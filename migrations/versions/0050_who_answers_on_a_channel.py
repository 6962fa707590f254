"""who answers on a channel: how they sign, and whether its profile says so"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel") as batch_op:
        batch_op.add_column(sa.Column("signing", sa.String(16), server_default="no_name", nullable=False))
        batch_op.add_column(sa.Column("names_team", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("channel") as batch_op:
        batch_op.drop_column("names_team")
        batch_op.drop_column("signing")
