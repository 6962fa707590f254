"""Weeks, days and windows as people in a channel's zone count them.

A week is an ISO week, Monday 00:00 to next Monday 00:00 on the local clock: 168 hours, 167 or 169 when the
clocks change by an hour. A local midnight that the clocks jump over is the moment of the jump; one that comes
twice is the first.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from calendar_app.rules.facts import DEFAULT_ZONE, Span


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; an unknown name is judged in the default zone, since rules never raise."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(DEFAULT_ZONE)


def local(moment: datetime, zone: str) -> datetime:
    """An aware datetime as the clock in the zone shows it."""
    return moment.astimezone(zone_of(zone))


def midnight(day: date, zone: str) -> datetime:
    """When a local day begins, in UTC."""
    return datetime.combine(day, time(), zone_of(zone)).astimezone(UTC)


def monday_of(moment: datetime, zone: str) -> date:
    """The Monday of the ISO week a moment belongs to in the zone."""
    day = local(moment, zone).date()
    return day - timedelta(days=day.weekday())


def week_from(monday: date, zone: str) -> Span:
    """The seven local days from a Monday on, in UTC."""
    return Span(midnight(monday, zone), midnight(monday + timedelta(days=7), zone))


def week_of(moment: datetime, zone: str) -> Span:
    return week_from(monday_of(moment, zone), zone)


def week_name(day: date) -> str:
    """The name of the ISO week a day belongs to, "2027-W12"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def iso_week(moment: datetime, zone: str) -> str:
    """The name of the week a moment belongs to in the zone."""
    return week_name(local(moment, zone).date())


def days_back(end: datetime, days: int, zone: str) -> datetime:
    """The local midnight so many days before the local midnight `end`, in UTC."""
    return midnight(local(end, zone).date() - timedelta(days=days), zone)
