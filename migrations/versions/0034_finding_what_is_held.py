"""finding what is held"""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_variant_workspace_status", "variant", ["workspace_id", "status", "planned_at"])


def downgrade() -> None:
    op.drop_index("ix_variant_workspace_status", table_name="variant")
