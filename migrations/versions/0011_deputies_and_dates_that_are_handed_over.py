"""deputies and dates that are handed over"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_slot_deputy_id_person"), "person", ["deputy_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("slot_exception", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stand_in_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_slot_exception_stand_in_id"), ["stand_in_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_slot_exception_stand_in_id_slot"),
            "slot",
            ["stand_in_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("slot_exception", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_slot_exception_stand_in_id_slot"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_slot_exception_stand_in_id"))
        batch_op.drop_column("stand_in_id")

    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_slot_deputy_id_person"), type_="foreignkey")
        batch_op.drop_column("deputy_id")
