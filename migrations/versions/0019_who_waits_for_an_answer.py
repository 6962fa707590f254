"""who waits for an answer"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbound_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("handle", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=2048), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_inbound_item_channel_id_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"],
            ["person.id"],
            name=op.f("fk_inbound_item_closed_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_inbound_item_owner_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_inbound_item_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_item")),
    )
    with op.batch_alter_table("inbound_item", schema=None) as batch_op:
        batch_op.create_index("ix_inbound_item_channel_closed", ["channel_id", "closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbound_item_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbound_item_received_at"), ["received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbound_item_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("inbound_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbound_item_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_inbound_item_received_at"))
        batch_op.drop_index(batch_op.f("ix_inbound_item_owner_id"))
        batch_op.drop_index("ix_inbound_item_channel_closed")

    op.drop_table("inbound_item")
