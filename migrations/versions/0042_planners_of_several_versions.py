"""planners of several versions"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reminder_plan", sa.Column("kinds", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("reminder_plan", "kinds")
