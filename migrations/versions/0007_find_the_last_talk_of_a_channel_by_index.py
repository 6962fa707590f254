"""find the last talk of a channel by index"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_channel_id")
        batch_op.create_index("ix_interaction_channel_at", ["channel_id", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_channel_at")
        batch_op.create_index("ix_interaction_channel_id", ["channel_id"], unique=False)
