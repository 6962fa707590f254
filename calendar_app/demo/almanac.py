"""The calendars that others keep around the invented library: closed days, events, the team's absences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_app.engagement.almanac.models import Purpose


@dataclass(frozen=True)
class Date:
    """A date: its first and last day, counted from the demo's Monday; or a time on the first one."""

    title: str
    first: int
    last: int
    hours: tuple[str, str] | None = None
    more: str = ""


@dataclass(frozen=True)
class Calendar:
    name: str
    purpose: Purpose
    is_kept: bool
    dates: tuple[Date, ...]


CALENDARS = (
    Calendar(
        "Schließtage der Bibliothek",
        Purpose.HOLIDAY,
        True,
        (Date("Inventur, ganzes Haus geschlossen", 21, 22), Date("Betriebsausflug", 66, 66)),
    ),
    Calendar(
        "Veranstaltungen in Lindenau",
        Purpose.EVENT,
        True,
        (
            Date("Lindenauer Lesetage", 10, 12),
            Date("Marktfest", 5, 5),
            Date("Runder Tisch Kultur", 1, 1, ("180000", "193000"), "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=12"),
        ),
    ),
    Calendar(
        "Urlaubsplan",
        Purpose.ABSENCE,
        False,
        (
            Date("Urlaub Svenja", 28, 38),
            Date("Fortbildung: Aylin", 44, 45),
            Date("Handwerker im Haus", 30, 31),
            Date("Urlaub Miriam", 49, 56, more="STATUS:CANCELLED"),
        ),
    ),
)


def calendar_file(calendar: Calendar, monday: date) -> bytes:
    """The calendar as an .ics file."""
    events = (line for number, each in enumerate(calendar.dates) for line in _event(number, each, monday))
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Stadtbibliothek Lindenau//DE",
        *events,
        "END:VCALENDAR",
    )
    return "\r\n".join(lines).encode()


def _event(number: int, each: Date, monday: date) -> Iterator[str]:
    first, after = monday + timedelta(days=each.first), monday + timedelta(days=each.last + 1)
    yield from ("BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:{each.title}")
    if each.hours:
        yield from (f"DTSTART:{first:%Y%m%d}T{each.hours[0]}", f"DTEND:{first:%Y%m%d}T{each.hours[1]}")
    else:
        yield from (f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}")
    if each.more:
        yield each.more
    yield "END:VEVENT"
