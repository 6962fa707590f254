"""hours of single weekdays"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workweek", sa.Column("own_days", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("workweek", "own_days")
