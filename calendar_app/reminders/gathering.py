"""Rows that wait for their person's daily mail and leave with it.

Each stays a row of its own: it passes the fence together with the mail that carries its words, under the same
token, and ends as that mail ends. Until then nobody claims it. What no daily mail has taken along within an
hour leaves alone, so that nothing waits for a mail that does not come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.states import HANDING_LEASE, Claim, change, change_some

PATIENCE = timedelta(hours=1)

_WAITS = (Reminder.state == ReminderState.PENDING, Reminder.is_gathered.is_(True))


def waiting(session: Session, mail: Reminder) -> Sequence[Reminder]:
    """What a daily mail is to take along, by time."""
    theirs = Reminder.person_id == mail.person_id, Reminder.due_at <= mail.due_at
    return session.scalars(
        select(Reminder).where(*_WAITS, *theirs).order_by(Reminder.starts_at, Reminder.id)
    ).all()


def are_waiting(session: Session, carried: Sequence[Claim]) -> bool:
    """Whether all of these still wait, so that no second mail carries them; they are locked."""
    if not carried:
        return True
    rows = select(Reminder.id).where(*_WAITS, _among(carried)).order_by(Reminder.id).with_for_update()
    return len(session.scalars(rows).all()) == len(carried)


def let_go(session: Session, carried: Sequence[Claim], now: datetime) -> None:
    """The fence, for what leaves within another mail."""
    if carried:
        change(
            session,
            *_WAITS,
            _among(carried),
            state=ReminderState.HANDING,
            token=carried[0].token,
            lease_until=now + HANDING_LEASE,
            attempts=Reminder.attempts + 1,
        )


def let_leave_alone(session: Session, now: datetime) -> int:
    """Let what has waited in vain come as a mail of its own, up to AT_ONCE rows; gives how many."""
    return change_some(session, *_WAITS, Reminder.due_at <= now - PATIENCE, is_gathered=False)


def _among(claims: Sequence[Claim]) -> ColumnElement[bool]:
    return Reminder.id.in_([claim.reminder_id for claim in claims])
