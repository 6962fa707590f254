"""complaints are due before questions

What a team has decided for both at once holds for each of them from now on.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

BOTH, COMPLAINT, QUESTION = "pressing_hours", "complaint_hours", "question_hours"
Numbers = dict[str, int]

changes = sa.table(
    "rule_change",
    sa.column("id", sa.Integer),
    sa.column("rule", sa.String),
    sa.column("values", sa.JSON),
)


def upgrade() -> None:
    _rewrite(lambda values: _parted(values, BOTH, (COMPLAINT, QUESTION)))


def downgrade() -> None:
    _rewrite(lambda values: _parted(_parted(values, QUESTION, ()), COMPLAINT, (BOTH,)))


def _parted(values: Numbers, old: str, new: tuple[str, ...]) -> Numbers:
    """The same numbers, with one of them under other names."""
    kept = {name: number for name, number in values.items() if name != old}
    return kept | dict.fromkeys(new, values[old]) if old in values else kept


def _rewrite(anew: Callable[[Numbers], Numbers]) -> None:
    connection, column = op.get_bind(), changes.c["values"]
    known = sa.select(changes.c.id, column).where(changes.c.rule == "reply-overdue")
    for number, values in connection.execute(known).all():
        connection.execute(changes.update().where(changes.c.id == number).values({column: anew(values)}))
