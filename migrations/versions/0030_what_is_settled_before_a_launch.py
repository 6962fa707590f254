"""what is settled before a launch"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "launch_gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("accounts", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("manners_read_on", sa.Date(), nullable=True),
        sa.Column("imprint_url", sa.String(length=2048), nullable=False),
        sa.Column("council", sa.Text(), nullable=False),
        sa.Column("exit_criterion", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_launch_gate_channel_id_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_launch_gate_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_gate")),
        sa.UniqueConstraint("channel_id", name=op.f("uq_launch_gate_channel_id")),
    )
    with op.batch_alter_table("launch_gate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_launch_gate_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_table("launch_gate")
