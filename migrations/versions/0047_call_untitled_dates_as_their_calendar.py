"""call dates without a title as their calendar is called now"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

calendar = sa.table("imported_calendar", sa.column("id"), sa.column("name"))
entry = sa.table("imported_entry", sa.column("calendar_id"), sa.column("person_id"), sa.column("title"))
its_calendar = sa.select(calendar.c.name).where(calendar.c.id == entry.c.calendar_id).scalar_subquery()


def upgrade() -> None:
    op.execute(sa.update(entry).where(entry.c.title == its_calendar).values(title=""))


def downgrade() -> None:
    untitled = sa.update(entry).where(entry.c.title == "", entry.c.person_id.is_(None))
    op.execute(untitled.values(title=its_calendar))
