"""remarks on contributions"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interaction") as batch_op:
        batch_op.add_column(sa.Column("remark", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("interaction") as batch_op:
        batch_op.drop_column("remark")
