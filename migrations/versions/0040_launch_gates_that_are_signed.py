"""launch gates that are signed"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("channel", sa.Column("launched_on", sa.Date(), nullable=True))
    with op.batch_alter_table("launch_gate") as gate:
        gate.add_column(sa.Column("given_minutes", sa.Integer(), nullable=True))
        gate.add_column(sa.Column("agency_until", sa.Date(), nullable=True))
        gate.add_column(sa.Column("signed_by_id", sa.Integer(), nullable=True))
        gate.add_column(sa.Column("signed_at", sa.DateTime(), nullable=True))
        gate.add_column(sa.Column("signed_because", sa.Text(), server_default="", nullable=False))
        gate.create_foreign_key(
            gate.f("fk_launch_gate_signed_by_id_person"),
            "person",
            ["signed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("launch_gate") as gate:
        gate.drop_constraint(gate.f("fk_launch_gate_signed_by_id_person"), type_="foreignkey")
        for column in ("signed_because", "signed_at", "signed_by_id", "agency_until", "given_minutes"):
            gate.drop_column(column)
    op.drop_column("channel", "launched_on")
