"""Working time: when something is due that is counted in hours of work."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

from calendar_app.rules.facts import Calendar, Span
from calendar_app.rules.weeks import local, zone_of


def working_day(calendar: Calendar) -> timedelta:
    """How long one day's work is: an even share of the week's."""
    week = calendar.hours.week
    return sum((day.length for day in week), timedelta()) / len(week) if week else timedelta()


def is_at_work(moment: datetime, calendar: Calendar, zone: str) -> bool:
    """Whether a moment lies in the working hours, on the clock of a zone."""
    wall = local(moment, zone)
    return wall.date() not in calendar.holidays and wall in calendar.hours


def after_work(start: datetime, length: timedelta, calendar: Calendar, zone: str) -> datetime:
    """When so much working time has passed since a moment, in UTC; the moment itself without any hours."""
    if not calendar.hours.week:
        return start
    for day in _working_days(start, calendar, zone):
        begin = max(start, day.start)
        if length <= day.end - begin:
            return begin + length
        length -= max(timedelta(), day.end - begin)
    return start


def _working_days(start: datetime, calendar: Calendar, zone: str) -> Iterator[Span]:
    first, week = local(start, zone).date(), {each.weekday: each for each in calendar.hours.week}
    for day in (first + timedelta(days=number) for number in count()):
        hours = week.get(day.weekday())
        if hours is not None and day not in calendar.holidays:
            begin, end = (
                datetime.combine(day, clock, zone_of(zone)).astimezone(UTC)
                for clock in (hours.start, hours.end)
            )
            if end > start:
                yield Span(begin, end)
