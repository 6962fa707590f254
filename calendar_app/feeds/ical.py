"""The writer: entries to the bytes of an iCalendar file (RFC 5545, RFC 7986).

Same entries, same bytes: nothing here asks the clock, makes a UID or walks a set. Every event is written on
its own, so its bytes can be kept and joined. The form is the one that the strictest readers and the sloppiest
agree on: single events in UTC, series in wall time with rules for their zone, moved dates as events of their
own.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import TypeAlias

from calendar_app.feeds.entries import Calendar, Entry, EntryStatus, TimedEvent, WallTimeSeries, WholeDay
from calendar_app.feeds.lines import day, line, text, texts, uri, utc, wall
from calendar_app.feeds.series import event_of, occurrences, written_rule
from calendar_app.feeds.timezones import vtimezone

Written: TypeAlias = TimedEvent | WholeDay | WallTimeSeries

_BEGIN = b"BEGIN:VEVENT\r\n"
_END = b"END:VEVENT\r\n"
_REFRESH = "PT1H"
_OPENING = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Parley//Parley//EN\r\n"
    b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
)


def join(calendar: Calendar, zone_parts: Iterable[bytes], event_parts: Iterable[bytes | memoryview]) -> bytes:
    """A calendar from parts that are already written."""
    return b"".join(chain(_head(calendar), zone_parts, event_parts, (b"END:VCALENDAR\r\n",)))


def zones(used: Iterable[tuple[str, int]], last_year: int) -> Iterator[bytes]:
    """The VTIMEZONE of every zone that series use, by name, each from the year of its earliest series on."""
    first_years: dict[str, int] = {}
    for name, year in used:
        first_years[name] = min(year, first_years.get(name, year))
    for name in sorted(first_years):
        yield vtimezone(name, first_years[name], last_year)


def write_entry(entry: Written) -> bytes:
    """The VEVENT of an event; for a series its own, then one for each moved date."""
    if isinstance(entry, TimedEvent):
        return _event(entry, _times(entry))
    if isinstance(entry, WholeDay):
        return _event(entry, _days(entry))
    parts = [_event(event, _times(event)) for event in (event_of(entry, moved) for moved in entry.moved)]
    return _master(entry) + b"".join(parts)


def _head(calendar: Calendar) -> Iterator[bytes]:
    yield _OPENING
    # The first of each pair is RFC 7986, the second what readers knew before. No UID: with one, vdirsyncer
    # keeps a single row of the calendar. No SOURCE: it would carry the secret address into every export.
    yield from (line(name, text(calendar.name)) for name in ("NAME", "X-WR-CALNAME"))
    if calendar.description:
        yield from (line(name, text(calendar.description)) for name in ("DESCRIPTION", "X-WR-CALDESC"))
    if calendar.color:
        yield line("COLOR", text(calendar.color))
    if calendar.url:
        yield line("URL", uri(calendar.url))
    if calendar.changed_at:
        yield line("LAST-MODIFIED", utc(calendar.changed_at))
    yield line("REFRESH-INTERVAL", _REFRESH, VALUE="DURATION")
    yield line("X-PUBLISHED-TTL", _REFRESH)


def _times(event: TimedEvent) -> Iterator[bytes]:
    yield line("DTSTART", utc(event.starts_at))
    yield line("DTEND", utc(event.ends_at))


def _days(event: WholeDay) -> Iterator[bytes]:
    """The end is the day after: without one, some readers let a day end when it begins."""
    yield line("DTSTART", day(event.day), VALUE="DATE")
    yield line("DTEND", day(event.day + timedelta(days=1)), VALUE="DATE")


def _master(series: WallTimeSeries) -> bytes:
    """The series itself, or nothing when its rule has no date: DTSTART must be one that the rule gives."""
    first = next(occurrences(series), None)
    if first is None:
        return b""
    gone = sorted(series.skipped | {moved.occurrence for moved in series.moved})
    times = chain(
        (
            line("DTSTART", wall(first), TZID=series.zone),
            # Not DTEND: an end in wall time could be one that occurs twice. Minutes only, since some readers
            # count hours and days on the wall.
            line("DURATION", f"PT{series.minutes}M"),
            line("RRULE", written_rule(series)),
        ),
        (line("EXDATE", wall(date), TZID=series.zone) for date in gone),
    )
    return _event(series, times)


def _event(entry: Entry, times: Iterable[bytes]) -> bytes:
    return b"".join(
        chain((_BEGIN, line("UID", text(entry.uid))), _stamps(entry), times, _words(entry), (_END,))
    )


def _stamps(entry: Entry) -> Iterator[bytes]:
    changed = utc(entry.changed_at)
    yield line("DTSTAMP", changed)
    yield line("CREATED", utc(entry.created_at))
    yield line("LAST-MODIFIED", changed)
    yield line("SEQUENCE", str(entry.sequence))


def _words(entry: Entry) -> Iterator[bytes]:
    yield line("SUMMARY", text(entry.summary))
    if entry.description:
        yield line("DESCRIPTION", text(entry.description))
    if entry.url:
        yield line("URL", uri(entry.url))
    if entry.categories:
        yield line("CATEGORIES", texts(entry.categories))
    yield line("STATUS", entry.status)
    yield line("TRANSP", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.alarm_minutes is not None and entry.status is not EntryStatus.CANCELLED:
        yield from _alarm(entry)


def _alarm(entry: Entry) -> Iterator[bytes]:
    """Without a description Home Assistant refuses the whole feed."""
    yield b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
    yield line("DESCRIPTION", text(entry.summary))
    yield line("TRIGGER", f"-PT{entry.alarm_minutes}M")
    yield b"END:VALARM\r\n"
