"""themes of quarters"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_theme_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("workspace_id", "begins", "name", name=op.f("uq_theme_workspace_id_begins_name")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_workspace_id"), ["workspace_id"], unique=False)
    _refer("post", "SET NULL")
    _refer("saved_view", "CASCADE")


def _refer(table: str, ondelete: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.add_column(sa.Column("theme_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f(f"ix_{table}_theme_id"), ["theme_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f(f"fk_{table}_theme_id_theme"), "theme", ["theme_id"], ["id"], ondelete=ondelete
        )


def downgrade() -> None:
    for table in ("saved_view", "post"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"fk_{table}_theme_id_theme"), type_="foreignkey")
            batch_op.drop_index(batch_op.f(f"ix_{table}_theme_id"))
            batch_op.drop_column("theme_id")
    op.drop_table("theme")
