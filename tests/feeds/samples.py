"""Entries for tests: what matters is said in the test, the rest is here."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from calendar_app.feeds.entries import Calendar, Moved, TimedEvent, WallTimeSeries
from calendar_app.feeds.ical import Written, join, write_entry, zones
from calendar_app.foundation.zones import to_utc

CREATED = datetime(2026, 3, 1, 8, tzinfo=UTC)
CALENDAR = Calendar(name="Newsroom", description="Posts and reserved time", color="teal", changed_at=CREATED)
HOSTILE = (
    "line\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "nul\x00 tab\t vertical\x0b bell\x07 delete\x7f",
    "half \ud83d of a pair",
    "\u202eright to left\u202c שלום",
    "semi;colon, comma, back\\slash \\N \\n \\,",
    "paragraph\u2029line\u2028next\x85end",
    "👩‍🔬" * 60,
    ";VALUE=DATE:20260101",
)


def wall(*numbers: int) -> datetime:
    """A naive wall time: `wall(2026, 3, 30, 9)`."""
    return datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001


def event(uid: str = "post-1@test", **changes: Any) -> TimedEvent:
    starts_at = changes.pop("starts_at", datetime(2026, 3, 30, 7, tzinfo=UTC))
    return TimedEvent(
        uid=uid,
        summary=changes.pop("summary", "Mastodon: Who has ever built a chair?"),
        starts_at=starts_at,
        ends_at=changes.pop("ends_at", starts_at + timedelta(minutes=15)),
        created_at=CREATED,
        changed_at=changes.pop("changed_at", CREATED),
        sequence=changes.pop("sequence", 0),
        **changes,
    )


def series(uid: str = "slot-1@test", **changes: Any) -> WallTimeSeries:
    return WallTimeSeries(
        uid=uid,
        summary=changes.pop("summary", "Dialog time"),
        starts=changes.pop("starts", wall(2026, 3, 2, 9)),
        zone=changes.pop("zone", "Europe/Vienna"),
        minutes=changes.pop("minutes", 30),
        rrule=changes.pop("rrule", "FREQ=WEEKLY;BYDAY=MO"),
        created_at=CREATED,
        changed_at=changes.pop("changed_at", CREATED),
        sequence=changes.pop("sequence", 0),
        is_busy=True,
        **changes,
    )


def write(calendar: Calendar, entries: Iterable[Written], *, last_year: int) -> bytes:
    """A whole calendar of a few entries."""
    ordered = sorted(entries, key=lambda entry: entry.uid)
    used = [(each.zone, each.starts.year) for each in ordered if isinstance(each, WallTimeSeries)]
    return join(calendar, zones(used, last_year), map(write_entry, ordered))


def moved(occurrence: datetime, to: datetime, zone: str = "Europe/Vienna", minutes: int = 30) -> Moved:
    starts_at = to_utc(to, zone)
    return Moved(occurrence, starts_at, starts_at + timedelta(minutes=minutes))
