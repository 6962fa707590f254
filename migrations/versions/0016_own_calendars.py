"""own calendars"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "busy_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(length=20), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_busy_calendar_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_busy_calendar_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_calendar")),
        sa.UniqueConstraint("person_id", name=op.f("uq_busy_calendar_person_id")),
    )
    with op.batch_alter_table("busy_calendar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_busy_calendar_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_busy_calendar_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    op.drop_table("busy_calendar")
