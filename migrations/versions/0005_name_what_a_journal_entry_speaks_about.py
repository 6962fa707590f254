"""name what a journal entry speaks about"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal_entry", sa.Column("name", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("journal_entry", "name")
