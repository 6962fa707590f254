"""what a date makes up for"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("makes_up_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("makes_up_wall", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_slot_makes_up_id"), ["makes_up_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_slot_makes_up_id_slot"), "slot", ["makes_up_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_slot_makes_up_id_slot"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_slot_makes_up_id"))
        batch_op.drop_column("makes_up_wall")
        batch_op.drop_column("makes_up_id")
