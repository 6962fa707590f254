"""devices that ring"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OLD_KEY = ["kind", "subject_id", "occurrence", "starts_at", "person_id", "lead_minutes"]


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_device_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_device_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.Integer(), server_default="0", nullable=False))
        batch_op.drop_constraint("uq_reminder_key", type_="unique")
        batch_op.create_unique_constraint("uq_reminder_key", [*OLD_KEY, "device_id"])


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE device_id <> 0")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_constraint("uq_reminder_key", type_="unique")
        batch_op.create_unique_constraint("uq_reminder_key", OLD_KEY)
        batch_op.drop_column("device_id")

    op.drop_table("device")
