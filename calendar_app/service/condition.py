"""How an installation is, told by `/health`, `/metrics` and `parley doctor` alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere
from calendar_app.foundation.models import Heartbeat
from calendar_app.reminders.services import Tally, oldest_overdue, tally

SILENT_AFTER = timedelta(seconds=60)  # some ten ticks without a sign of life
LATE_AFTER = timedelta(minutes=5)  # longer than the tick waits before it delivers by itself

Counts = Mapping[tuple[str, str], Tally]
"""Reminders by kind and state."""


@dataclass(frozen=True)
class Condition:
    """Ages are in seconds, None when there is nothing: the scheduler's last sign of life, the oldest reminder
    that should have left.
    """

    scheduler_seconds: float | None
    oldest_overdue_seconds: float | None

    @property
    def is_ticking(self) -> bool:
        silence = self.scheduler_seconds
        return silence is not None and silence <= SILENT_AFTER.total_seconds()

    @property
    def is_late(self) -> bool:
        overdue = self.oldest_overdue_seconds
        return overdue is not None and overdue > LATE_AFTER.total_seconds()

    @property
    def status(self) -> str:
        """In a word: ok, late (a reminder is overdue) or no scheduler."""
        if not self.is_ticking:
            return "no scheduler"
        return "late" if self.is_late else "ok"


def read(session: Session, now: datetime) -> Condition:
    """The condition now, over all workspaces.

    Raises SQLAlchemyError when the database does not answer.
    """
    heartbeat = session.get(Heartbeat, "scheduler")
    with everywhere(session):
        return Condition(
            scheduler_seconds=_age(heartbeat.at if heartbeat else None, now),
            oldest_overdue_seconds=_age(oldest_overdue(session, now), now),
        )


def counted(session: Session) -> Counts:
    """All reminders there ever were, over all workspaces, by kind and state.

    Reads every row: for who asks once a minute. Raises SQLAlchemyError when the database does not answer.
    """
    with everywhere(session):
        return tally(session)


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, round((now - moment).total_seconds(), 1))
