"""look for copies by day, and in less space

What stood in the index is not carried over: `parley migrate` makes it anew from the texts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        *_keys("workspace_id", "value", "day", "variant_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_variant", "fingerprint", ["variant_id"])
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index("ix_variant_workspace_text_key")
        batch_op.drop_column("text_key")
        batch_op.add_column(sa.Column("indexed_as", sa.SmallInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text_key", sa.Integer(), nullable=True))
        batch_op.create_index("ix_variant_workspace_text_key", ["workspace_id", "text_key"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index("ix_variant_workspace_text_key")
        batch_op.drop_column("text_key")
        batch_op.drop_column("indexed_as")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("text_key", sa.String(64), nullable=False, server_default=""))
        batch_op.create_index("ix_variant_workspace_text_key", ["workspace_id", "text_key"], unique=False)
    op.drop_table("fingerprint")
    op.create_table(
        "fingerprint",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        *_keys("workspace_id", "value", "variant_id"),
    )
    op.create_index("ix_fingerprint_variant", "fingerprint", ["variant_id"])


def _keys(*primary: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.PrimaryKeyConstraint(*primary, name="pk_fingerprint"),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name="fk_fingerprint_workspace_id_workspace",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name="fk_fingerprint_variant_id_variant", ondelete="CASCADE"
        ),
    )
