"""find the variants of a week and of a post by index"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index("ix_variant_workspace_post", ["workspace_id", "post_id"], unique=False)
        batch_op.create_index(
            "ix_variant_workspace_published", ["workspace_id", "published_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index("ix_variant_workspace_published")
        batch_op.drop_index("ix_variant_workspace_post")
