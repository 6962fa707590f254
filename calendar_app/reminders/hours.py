"""The hours in which a person wants mails: working hours, quiet hours, and the morning of the daily mail.

All are wall time in a person's zone; all moments that go in and out are aware.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.rules.facts import WorkingHours

MORNING = time(8)
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Every day from `start` until `end`, over midnight where that is earlier in the day."""

    start: time
    end: time

    def around(self, at: datetime, zone: str) -> tuple[datetime, datetime] | None:
        """When the quiet hours that a moment lies in begin and end; None when it lies in none."""
        wall = to_wall(at, zone)
        for day in (wall.date() - A_DAY, wall.date()):
            start = datetime.combine(day, self.start)
            end = datetime.combine(day if self.start < self.end else day + A_DAY, self.end)
            if start <= wall < end:
                return to_utc(start, zone), to_utc(end, zone)
        return None


def next_at_work(at: datetime, hours: WorkingHours, zone: str) -> datetime:
    """The first moment from `at` on that lies within working hours; `at` if there are none."""
    wall = to_wall(at, zone)
    for day in _days_from(wall.date()):
        worked = hours.on(day.weekday())
        if worked is not None and wall < datetime.combine(day, worked.end):
            start = datetime.combine(day, worked.start)
            return to_utc(start, zone) if wall < start else at
    return at


def next_morning(at: datetime, zone: str) -> datetime:
    """The first moment from `at` on at which the daily mail comes."""
    return next(moment for _, moment in mornings(at, at + 2 * A_DAY, zone, MORNING))


def mornings(start: datetime, end: datetime, zone: str, hour: time) -> Iterator[tuple[date, datetime]]:
    """The days on which an hour of the wall lies in [start, end), each with that moment."""
    first, last = to_wall(start, zone).date(), to_wall(end, zone).date()
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        moment = to_utc(datetime.combine(day, hour), zone)
        if start <= moment < end:
            yield day, moment


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(8))
