"""daily mail and quiet hours"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mail_habits", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("mail_habits", sa.Column("quiet_until", sa.Time(), nullable=True))
    gathered = sa.Column("is_gathered", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("reminder", gathered)


def downgrade() -> None:
    op.drop_column("reminder", "is_gathered")
    op.drop_column("mail_habits", "quiet_until")
    op.drop_column("mail_habits", "quiet_from")
