"""how people want their mails"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_habits",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lead_minutes", sa.JSON(), nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_habits_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_mail_habits_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_habits")),
    )
    with op.batch_alter_table("mail_habits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_habits_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mail_habits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_habits_workspace_id"))

    op.drop_table("mail_habits")
