"""keep the events of feeds as bytes and say what is in a feed"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=32), nullable=False),
        sa.Column("is_post", sa.Boolean(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("starts", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_written_event_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_event")),
    )
    with op.batch_alter_table("written_event", schema=None) as batch_op:
        batch_op.create_index("ix_written_event_style", ["workspace_id", "style"], unique=False)
        batch_op.create_index(batch_op.f("ix_written_event_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("channel_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("with_posts", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("with_slots", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("with_drafts", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(
            sa.Column("with_cancelled", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("detail", sa.String(length=16), nullable=False, server_default="full"))
        batch_op.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("alarm_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("styles", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("octets", sa.LargeBinary(), nullable=True))
        batch_op.create_index(batch_op.f("ix_feed_channel_id"), ["channel_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_feed_channel_id_channel"), "channel", ["channel_id"], ["id"], ondelete="CASCADE"
        )

    # The defaults were for the rows that are there; new ones get theirs from the model.
    with op.batch_alter_table("feed", schema=None) as batch_op:
        for name in (
            "with_posts",
            "with_slots",
            "with_drafts",
            "with_cancelled",
            "detail",
            "language",
            "styles",
        ):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_channel_id_channel"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_feed_channel_id"))
        batch_op.drop_column("octets")
        batch_op.drop_column("styles")
        batch_op.drop_column("alarm_minutes")
        batch_op.drop_column("language")
        batch_op.drop_column("detail")
        batch_op.drop_column("with_cancelled")
        batch_op.drop_column("with_drafts")
        batch_op.drop_column("with_slots")
        batch_op.drop_column("with_posts")
        batch_op.drop_column("channel_id")

    with op.batch_alter_table("written_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_written_event_workspace_id"))
        batch_op.drop_index("ix_written_event_style")

    op.drop_table("written_event")
