"""finding what is held alone"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

HELD = sa.text("held_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_variant_workspace_status", table_name="variant")
    op.create_index("ix_variant_held", "variant", ["workspace_id"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    op.drop_index("ix_variant_held", table_name="variant")
    op.create_index("ix_variant_workspace_status", "variant", ["workspace_id", "status", "planned_at"])
