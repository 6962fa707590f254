"""Open a calendar that others wrote. Whatever stands in it, this ends, and the rest of a bad one is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from itertools import islice
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]  # no stubs yet
from icalendar import Calendar, Event

from calendar_app.foundation.processor import OutOfTime, processor_time

MOST_EVENTS = 20_000  # in the file, before anything is expanded
MOST_SERIES = 500
MOST_DATES = 10_000  # that are listed one by one: RDATE, EXDATE
MOST_EXPANDED = 20_000  # dates, the earliest ones: all of them are kept in memory
UNREADABLE = "unreadable"  # how a row names the trouble
SECONDS = 10.0  # of the processor, for one file
_BITS = tuple(range(0x20))
# Line ends and tabs belong to the format; the other control characters make libraries refuse the whole file.
_UNPRINTABLE = {sign: None for sign in (*_BITS, 0x7F) if chr(sign) not in "\t\r\n"}
# Rules that give several dates a day could fill a calendar with millions: they mean nothing to a plan.
_WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
_SPLITTING = ("BYHOUR", "BYMINUTE", "BYSECOND")
_ONCE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID")
_TIMES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}


class Unreadable(ValueError):  # noqa: N818 it is an answer, not a failure
    """No calendar, or one that nobody could have meant."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The events of a file as they stand there, those that say no beginning, and each date of the others.

    `dates` holds one event for every date that touches the days asked for, repeated and changed ones too.
    """

    events: Sequence[Event]
    broken: Sequence[Event]
    dates: Sequence[Event]


def open_calendar(content: bytes, first: date, until: date) -> Opened:
    """What a file holds in [first, until). Raises Unreadable."""
    try:
        with processor_time(SECONDS):
            return _opened(content, first, until)
    except Unreadable:
        raise
    except OutOfTime:
        raise Unreadable("out of time") from None
    except Exception as error:  # the libraries raise what they like on what others wrote
        raise Unreadable(type(error).__name__) from error


def repeats(event: Event) -> bool:
    """Whether an event names more dates than its own."""
    return "RRULE" in event or "RDATE" in event


def _opened(content: bytes, first: date, until: date) -> Opened:
    calendars = Calendar.from_ical(_decoded(content), multiple=True)
    if not calendars:
        raise Unreadable("no calendar")
    events = [event for calendar in calendars for event in calendar.events]
    if len(events) > MOST_EVENTS:
        raise Unreadable("too many events")
    for calendar in calendars:  # a broken one would make all others unreadable
        calendar.subcomponents = [
            each for each in calendar.subcomponents if not isinstance(each, Event) or _is_whole(each)
        ]
    whole = [event for calendar in calendars for event in calendar.events]
    _must_be_sane(whole)
    broken = [event for event in events if not _is_whole(event)]
    dates = (event for calendar in calendars for event in _expanded(calendar, first, until))
    return Opened(events, broken, list(islice(dates, MOST_EXPANDED)))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what older Windows programs write."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.translate(_UNPRINTABLE)


def _must_be_sane(events: Sequence[Event]) -> None:
    rules = [rule for event in events for rule in _all_of(event, "RRULE")]
    if len(rules) > MOST_SERIES:
        raise Unreadable("too many series")
    listed = (each for event in events for name in ("RDATE", "EXDATE") for each in _all_of(event, name))
    if sum(len(each.dts) for each in listed) > MOST_DATES:
        raise Unreadable("too many dates")


def _is_whole(event: Event) -> bool:
    """Whether an event says once when it begins, and all that it says of its times can be counted with."""
    is_readable = "DTSTART" in event and not any(name in _TIMES for name, _ in event.errors)
    is_said_once = not any(isinstance(event.get(name), list) for name in _ONCE)
    return is_readable and is_said_once and _is_in_time(event) and _is_at_most_daily(event)


def _is_at_most_daily(event: Event) -> bool:
    """Whether no rule of it gives several dates a day. Some programs name the one hour of a date again."""
    return not any(
        _WITHIN_A_DAY & set(rule.get("FREQ", ())) or any(len(rule.get(part, ())) > 1 for part in _SPLITTING)
        for rule in _all_of(event, "RRULE")
    )


def _is_in_time(event: Event) -> bool:
    """Whether there are days after it. Some programs write the last day of all for "no end"."""
    try:
        return bool(event.end.year < MAXYEAR)
    except OverflowError:
        return False
    except ValueError:  # begin and end do not fit: whoever reads its dates sees to that
        return True


def _all_of(event: Event, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _expanded(calendar: Calendar, first: date, until: date) -> Iterator[Event]:
    """Piece by piece, so that many series do not stand in memory with all their dates; each date once."""
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    series = sum(len(_all_of(event, "RRULE")) for event in calendar.events)
    piece = timedelta(days=max(MOST_EXPANDED // max(series, 1), 7))
    seen = set()
    while first < until:
        for event in query.between(first, min(first + piece, until)):
            known = (str(event.get("UID")), str(event.start), str(event.end), str(event.get("SUMMARY")))
            if known not in seen:
                seen.add(known)
                yield event
        first += piece
