"""what a team declares of its channels and of itself"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("needs_dialog_base", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("outside_tool", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("outside_posts_per_week", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("outside_mirror_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("event_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("event_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("silence_accepted_until", sa.Date(), nullable=True))

    with op.batch_alter_table("inbound_item", schema=None) as batch_op:
        batch_op.create_index("ix_inbound_item_channel_received", ["channel_id", "received_at"], unique=False)

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_public_body", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("counts_unlabelled", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("single_words", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("single_words")
        batch_op.drop_column("counts_unlabelled")
        batch_op.drop_column("is_public_body")

    with op.batch_alter_table("inbound_item", schema=None) as batch_op:
        batch_op.drop_index("ix_inbound_item_channel_received")

    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("silence_accepted_until")
        batch_op.drop_column("event_until")
        batch_op.drop_column("event_from")
        batch_op.drop_column("outside_mirror_since")
        batch_op.drop_column("outside_posts_per_week")
        batch_op.drop_column("outside_tool")
        batch_op.drop_column("needs_dialog_base")
