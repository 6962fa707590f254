"""views of the board"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("of_person_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("only", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        *(_reference(column) for column in ("campaign", "channel", "person", "workspace")),
        _reference("person", "of_person_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id_name")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        for column in ("campaign_id", "channel_id", "of_person_id", "workspace_id"):
            batch_op.create_index(batch_op.f(f"ix_saved_view_{column}"), [column], unique=False)

    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.add_column(sa.Column("view_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_feed_view_id"), ["view_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_feed_view_id_saved_view"), "saved_view", ["view_id"], ["id"], ondelete="CASCADE"
        )


def _reference(table: str, column: str = "") -> sa.ForeignKeyConstraint:
    column = column or f"{table}_id"
    name = op.f(f"fk_saved_view_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_feed_view_id_saved_view"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_feed_view_id"))
        batch_op.drop_column("view_id")

    op.drop_table("saved_view")
