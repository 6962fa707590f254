"""remember which zone data a plan was made with"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reminder_plan") as table:
        table.add_column(sa.Column("zone_data", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("reminder_plan") as table:
        table.drop_column("zone_data")
