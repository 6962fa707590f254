"""calendars of others"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=2048), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("kept_at", sa.DateTime(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_imported_calendar_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["imported_calendar.id"],
            name=op.f("fk_imported_calendar_replaces_id_imported_calendar"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_imported_calendar_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_calendar")),
    )
    with op.batch_alter_table("imported_calendar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_calendar_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_calendar_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_calendar_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_calendar_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "imported_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["imported_calendar.id"],
            name=op.f("fk_imported_entry_calendar_id_imported_calendar"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_imported_entry_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_imported_entry_workspace_id_workspace"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_entry")),
    )
    with op.batch_alter_table("imported_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_entry_calendar_id"), ["calendar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_entry_last"), ["last"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_entry_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_entry_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_absence_calendar_id"), ["calendar_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_absence_calendar_id_imported_calendar"),
            "imported_calendar",
            ["calendar_id"],
            ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_absence_calendar_id_imported_calendar"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_absence_calendar_id"))
        batch_op.drop_column("calendar_id")

    with op.batch_alter_table("imported_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_entry_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_imported_entry_person_id"))
        batch_op.drop_index(batch_op.f("ix_imported_entry_last"))
        batch_op.drop_index(batch_op.f("ix_imported_entry_calendar_id"))

    op.drop_table("imported_entry")
    with op.batch_alter_table("imported_calendar", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_calendar_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_imported_calendar_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_imported_calendar_person_id"))
        batch_op.drop_index(batch_op.f("ix_imported_calendar_next_at"))

    op.drop_table("imported_calendar")
