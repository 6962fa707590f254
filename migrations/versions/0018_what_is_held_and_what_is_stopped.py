"""what is held and what is stopped"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_look",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("whole_at", sa.DateTime(), nullable=False),
        sa.Column("soon_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_second_look_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_second_look")),
    )
    op.create_table(
        "publishing_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(), nullable=True),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_publishing_stop_channel_id_channel"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"],
            ["person.id"],
            name=op.f("fk_publishing_stop_lifted_by_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_publishing_stop_person_id_person"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_publishing_stop_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_stop")),
    )
    with op.batch_alter_table("publishing_stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publishing_stop_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_publishing_stop_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("held_for", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_column("held_for")
        batch_op.drop_column("held_at")

    with op.batch_alter_table("publishing_stop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publishing_stop_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_publishing_stop_channel_id"))

    op.drop_table("publishing_stop")
    op.drop_table("second_look")
