"""From somebody's calendar to the times at which they are busy. Nothing else of it is kept."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event

from calendar_app.engagement.almanac.opening import Unreadable, open_calendar
from calendar_app.rules.facts import Span

MOST_SPANS = 2_000
DAY = timedelta(days=1)


def busy_spans(content: bytes, start: datetime, end: datetime, zone: str) -> list[Span]:
    """When the owner of a calendar is busy in [start, end), by time; days and floating times are `zone`'s.

    Cancelled and transparent events leave them free. Raises Unreadable.
    """
    opened = open_calendar(content, start.date() - DAY, end.date() + 2 * DAY)
    try:
        spans = sorted(set(_spans(opened.dates, zone)), key=lambda each: (each.start, each.end))
    except (ValueError, OverflowError, TypeError) as error:
        raise Unreadable(type(error).__name__) from error
    return [span for span in spans if span.start < end and start < span.end][:MOST_SPANS]


def _spans(events: Sequence[Event], zone: str) -> Iterator[Span]:
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
