"""The clock is passed in, so that a test can set it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.orm import Session

from calendar_app.foundation.db import is_sqlite

_CLOCK = text("SELECT clock_timestamp()")


class Clock(Protocol):
    """Anything that tells the time as an aware datetime in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def database_time(session: Session) -> datetime:
    """The database's own clock, aware UTC: the one time that all processes of an installation share.

    Only for what processes compete for, such as who may send a mail now. What happens in the plan takes its
    time from a Clock.
    """
    if is_sqlite(session):  # it runs within the process and has no clock of its own
        return datetime.now(UTC)
    # Straight over the connection: it is asked with each mail, and there is no row for the session to hold.
    moment: datetime = session.connection().execute(_CLOCK).scalar_one()
    return moment.astimezone(UTC)
