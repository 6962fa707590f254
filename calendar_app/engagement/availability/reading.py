"""From somebody's calendar to the times at which they are busy. Nothing else of it is kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # no stubs yet
from icalendar import Calendar, Event

from calendar_app.rules.facts import Span

MOST_EVENTS = 20_000  # in the file, before anything is expanded
MOST_SPANS = 2_000
# Rules that could fill a calendar with millions of dates mean nothing to a person.
_ENDLESS = {"SECONDLY", "MINUTELY", "HOURLY"}
_SPLITTING = ("BYHOUR", "BYMINUTE", "BYSECOND")


class Unreadable(ValueError):  # noqa: N818 it is an answer, not a failure
    """No calendar, or one that nobody could have meant."""


def busy_spans(content: bytes, start: datetime, end: datetime, zone: str) -> list[Span]:
    """When the owner of a calendar is busy in [start, end), by time; days and floating times are `zone`'s.

    Cancelled and transparent events leave them free. Raises Unreadable.
    """
    try:
        calendar = Calendar.from_ical(content)
        _must_be_sane(calendar)
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
        spans = sorted(set(_spans(events, zone)), key=lambda each: (each.start, each.end))
    except Unreadable:
        raise
    except Exception as error:  # the libraries raise what they like on what others wrote
        raise Unreadable(type(error).__name__) from error
    return [span for span in spans if span.start < end and start < span.end][:MOST_SPANS]


def _must_be_sane(calendar: Calendar) -> None:
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise Unreadable("too many events")
    for event in events:
        found = event.get("RRULE", [])
        for rule in found if isinstance(found, list) else [found]:
            if _ENDLESS & set(rule.get("FREQ", ())) or any(part in rule for part in _SPLITTING):
                raise Unreadable("a rule without measure")


def _spans(events: list[Event], zone: str) -> Iterator[Span]:
    for event in events:
        is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        if is_free or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        start, end = event.start, event.end
        if not isinstance(start, datetime) and end == start:
            end = start + timedelta(days=1)
        span = Span(_instant(start, zone), _instant(end, zone))
        if span.start < span.end:
            yield span


def _instant(moment: date, zone: str) -> datetime:
    """A day begins at its midnight; a time without a zone is one on the owner's clock."""
    wall = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    aware = wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)
