"""remember which time was approved"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("variant", sa.Column("approved_wall", sa.DateTime(), nullable=True))
    # Who approved before did so for the time that stands there now, as far as anybody knows.
    op.execute("UPDATE variant SET approved_wall = planned_wall WHERE status IN ('scheduled', 'published')")


def downgrade() -> None:
    op.drop_column("variant", "approved_wall")
