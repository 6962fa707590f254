"""who filled in a launch gate"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("launch_gate") as gate:
        gate.add_column(sa.Column("changed_by_id", sa.Integer(), nullable=True))
        gate.create_foreign_key(
            gate.f("fk_launch_gate_changed_by_id_person"),
            "person",
            ["changed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("launch_gate") as gate:
        gate.drop_constraint(gate.f("fk_launch_gate_changed_by_id_person"), type_="foreignkey")
        gate.drop_column("changed_by_id")
