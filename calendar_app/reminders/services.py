"""What pages and machines ask about reminders."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.reminders.models import OPEN, Reminder


def oldest_overdue(session: Session, now: datetime) -> datetime | None:
    """When the oldest mail was due that has neither left nor been given up."""
    return session.scalar(
        select(func.min(Reminder.due_at)).where(Reminder.state.in_(OPEN), Reminder.due_at <= now)
    )
