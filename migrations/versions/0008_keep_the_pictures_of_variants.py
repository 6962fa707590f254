"""keep the pictures of variants"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("look", sa.String(length=32), nullable=False),
        sa.Column("motif", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=16), nullable=False),
        sa.Column("octets", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_picture_variant_id_variant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_picture_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_variant_id"), ["variant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index("ix_picture_workspace_motif", ["workspace_id", "motif"], unique=False)

    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("media", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("variant_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("media", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("variant_version", schema=None) as batch_op:
        batch_op.drop_column("media")

    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_column("media")

    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index("ix_picture_workspace_motif")
        batch_op.drop_index(batch_op.f("ix_picture_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_picture_variant_id"))

    op.drop_table("picture")
