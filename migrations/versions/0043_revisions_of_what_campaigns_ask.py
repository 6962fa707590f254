"""revisions of what campaigns ask of people"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLES = ("on_call", "aftercare_task")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("updated_at", sa.DateTime(), nullable=True))
            batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    _copy_on_sqlite(autoincrement=True)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("revision")
            batch_op.drop_column("updated_at")
    _copy_on_sqlite(autoincrement=False)


def _copy_on_sqlite(*, autoincrement: bool) -> None:
    """SQLite learns only from a new table not to give the number of a deleted row again."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        kwargs = {"sqlite_autoincrement": autoincrement}
        with op.batch_alter_table(table, recreate="always", table_kwargs=kwargs):
            pass
