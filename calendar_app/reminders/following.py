"""The steps by which rows follow the plan, each prepared once: many rows take the same one together.

A row that is in none of a step's states stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, or_, update
from sqlalchemy.orm import Session

from calendar_app.reminders.models import OPEN, Reminder, ReminderState


@dataclass(frozen=True, slots=True)
class Step:
    """What one row is to become."""

    statement: Update
    named: dict[str, Any]


def take(session: Session, steps: Iterable[Step]) -> int:
    """Take steps, those of one sort at once; gives how many rows were changed.

    In the order of the rows, as the fence locks them, so that neither waits for the other in a circle.
    """
    together: defaultdict[Update, list[dict[str, Any]]] = defaultdict(list)
    for step in sorted(steps, key=lambda step: step.named["of"]):
        together[step.statement].append(step.named)
    connection = session.connection()
    return sum(connection.execute(statement, named).rowcount for statement, named in together.items())


def cancel(reminder_id: int) -> Step:
    """It is not owed any more, unless it is just leaving."""
    return Step(_CANCEL, {"of": reminder_id})


def reopen(reminder_id: int) -> Step:
    """What had been cancelled is owed again."""
    return Step(_REOPEN, {"of": reminder_id})


def put_off(reminder_id: int, due_at: datetime, *, is_gathered: bool) -> Step:
    """What has not been tried yet is due at another time, alone or with the daily mail."""
    return Step(_PUT_OFF, {"of": reminder_id, "due": due_at, "gathered": is_gathered})


def keep_until(reminder_id: int, expires_at: datetime) -> Step:
    """An open reminder is of use for longer or shorter."""
    return Step(_KEEP_UNTIL, {"of": reminder_id, "until": expires_at})


def rename(reminder_id: int, *, subject_id: int, occurrence: str) -> Step:
    """A row, whatever its state, is about the same appointment under another number."""
    return Step(_RENAME, {"of": reminder_id, "subject": subject_id, "date": occurrence})


_ROW = Reminder.__table__
_THIS = update(_ROW).where(_ROW.c.id == bindparam("of"))  # type: ignore[arg-type]  # it is a table


def _from(*states: ReminderState) -> Update:
    """One comparison each: a list in one parameter cannot be given for many rows at once."""
    return _THIS.where(or_(*(_ROW.c.state == state for state in states)))


_CANCEL = _from(ReminderState.PENDING, ReminderState.CLAIMED).values(
    state=ReminderState.CANCELLED, token=None, lease_until=None
)
_REOPEN = _from(ReminderState.CANCELLED).values(
    state=ReminderState.PENDING, next_at=_ROW.c.due_at, enqueued_at=None, last_error=""
)
_PUT_OFF = (
    _from(ReminderState.PENDING)
    .where(_ROW.c.attempts == 0)
    .values(
        due_at=bindparam("due"),
        next_at=bindparam("due"),
        enqueued_at=None,
        is_gathered=bindparam("gathered"),
    )
)
_KEEP_UNTIL = _from(*OPEN).values(expires_at=bindparam("until"))
_RENAME = _THIS.values(subject_id=bindparam("subject"), occurrence=bindparam("date"))
