"""Working time: when something is due that is counted in hours of work."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from calendar_app.rules.facts import Calendar, Span
from calendar_app.rules.weeks import local, zone_of


def working_day(calendar: Calendar) -> timedelta:
    """How long one day's work is."""
    hours = calendar.hours
    return timedelta(hours=hours.end.hour - hours.start.hour, minutes=hours.end.minute - hours.start.minute)


def is_at_work(moment: datetime, calendar: Calendar, zone: str) -> bool:
    """Whether a moment lies in the working hours, on the clock of a zone."""
    wall, hours = local(moment, zone), calendar.hours
    if wall.weekday() not in hours.weekdays or wall.date() in calendar.holidays:
        return False
    return hours.start <= wall.time() < hours.end


def after_work(start: datetime, length: timedelta, calendar: Calendar, zone: str) -> datetime:
    """When so much working time has passed since a moment, in UTC; the moment itself without any hours."""
    if not calendar.hours.weekdays or working_day(calendar) <= timedelta():
        return start
    for day in _working_days(start, calendar, zone):
        begin = max(start, day.start)
        if length <= day.end - begin:
            return begin + length
        length -= max(timedelta(), day.end - begin)
    return start


def _working_days(start: datetime, calendar: Calendar, zone: str) -> Iterator[Span]:
    first, hours = local(start, zone).date(), calendar.hours
    for day in (first + timedelta(days=number) for number in count()):
        if day.weekday() in hours.weekdays and day not in calendar.holidays:
            begin, end = (
                datetime.combine(day, clock, zone_of(zone)).astimezone(UTC)
                for clock in (hours.start, hours.end)
            )
            if end > start:
                yield Span(begin, end)
