"""keep drafts of feeds, count new names, never give a variant's number twice"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("written_event")
    op.create_table(
        "feed_draft",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=32), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        # The largest stands last: SQLite walks through all that stands before what it looks for.
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_feed_draft_feed_id_feed"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_feed_draft_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("feed_id", "style", name=op.f("pk_feed_draft")),
    )
    op.create_index(op.f("ix_feed_draft_workspace_id"), "feed_draft", ["workspace_id"])
    with op.batch_alter_table("feed") as batch_op:
        batch_op.drop_column("styles")
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("workspace") as batch_op:
        batch_op.add_column(sa.Column("names_revision", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("names_changed_at", sa.DateTime(), nullable=True))
    # So far an event counted its channel's revision: what it counts instead must not be less.
    op.execute(
        "UPDATE workspace SET names_revision = COALESCE("
        "(SELECT MAX(revision) FROM channel WHERE channel.workspace_id = workspace.id), 0)"
    )
    _copy_variants(autoincrement=True)


def downgrade() -> None:
    _copy_variants(autoincrement=False)
    with op.batch_alter_table("workspace") as batch_op:
        batch_op.drop_column("names_changed_at")
        batch_op.drop_column("names_revision")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("updated_at")
    with op.batch_alter_table("feed") as batch_op:
        batch_op.add_column(sa.Column("styles", sa.JSON(), server_default="[]", nullable=False))
    op.drop_table("feed_draft")
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
    op.create_index("ix_written_event_style", "written_event", ["workspace_id", "style"])
    op.create_index(op.f("ix_written_event_workspace_id"), "written_event", ["workspace_id"])


def _copy_variants(*, autoincrement: bool) -> None:
    """SQLite learns only from a new table not to give the number of a deleted row again."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(
            "variant", recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}
        ):
            pass
