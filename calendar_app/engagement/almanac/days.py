"""What imported calendars say of single days: when nobody works, and what takes place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from calendar_app.engagement.almanac.models import ImportedCalendar, ImportedEntry, Purpose
from calendar_app.engagement.occasions.services import occasion_days
from calendar_app.foundation.holidays import holidays_around
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Workspace

DAY = timedelta(days=1)
AROUND = timedelta(days=366)  # as far as rules and plans look for holidays from a day


@dataclass(frozen=True, slots=True)
class DayNote:
    """What is worth knowing of a day: its holiday, an event, or an occasion to talk.

    `at` is its time on the reader's clock.
    """

    title: str
    is_holiday: bool
    at: datetime | None = None
    is_occasion: bool = False


def closed_days(session: Session, day: date) -> Mapping[date, str]:
    """The holidays of imported calendars a year around a day, with their names."""
    rows = session.execute(_entries(day - AROUND, day + AROUND).where(_MEANS == Purpose.HOLIDAY))
    return {each: _title(*row) for row in rows for each in _days(row[0].first, row[0].last)}


def days_off(session: Session, region: str, day: date) -> Mapping[date, str]:
    """The holidays of a region and those of imported calendars, a year around a day."""
    return {**closed_days(session, day), **holidays_around(region, day)}


def day_notes(session: Session, first: date, last: date, zone: str) -> Mapping[date, Sequence[DayNote]]:
    """Day → its holidays, events and occasions in [first, last], on the clock of `zone`; whole days first."""
    notes: defaultdict[date, list[DayNote]] = defaultdict(list)
    region = session.get_one(Workspace, session.info["scope"]).region  # it is loaded with who asks
    for day, title in holidays_around(region, first).items():
        notes[day].append(DayNote(title, is_holiday=True))
    for row in session.execute(_entries(first - DAY, last + DAY).where(_MEANS != Purpose.ABSENCE)):
        for day, note in _notes(*row, zone):
            if note not in notes[day]:
                notes[day].append(note)
    for each in occasion_days(session, first, last):
        notes[each.day].append(DayNote(each.occasion.name, is_holiday=False, is_occasion=True))
    return {day: sorted(notes[day], key=_order) for day in sorted(notes) if first <= day <= last}


def _order(note: DayNote) -> tuple[bool, bool, str]:
    """Holidays first, whole days before times, which are written as a clock shows them."""
    return not note.is_holiday, note.at is not None, f"{note.at or ''} {note.title}"


def _notes(entry: ImportedEntry, calendar: ImportedCalendar, zone: str) -> Iterator[tuple[date, DayNote]]:
    note = DayNote(_title(entry, calendar), is_holiday=calendar.purpose == Purpose.HOLIDAY)
    if entry.starts_at is None or entry.ends_at is None:
        yield from ((day, note) for day in _days(entry.first, entry.last))
        return
    start, end = to_wall(entry.starts_at, zone), to_wall(entry.ends_at, zone)
    yield start.date(), replace(note, at=start)
    until = max(start, end - timedelta.resolution).date()
    yield from ((day, note) for day in _days(start.date() + DAY, until))


def _title(entry: ImportedEntry, calendar: ImportedCalendar) -> str:
    return entry.title or calendar.name


_MEANS = ImportedCalendar.purpose


def _entries(first: date, last: date) -> Select[ImportedEntry, ImportedCalendar]:
    return (
        select(ImportedEntry, ImportedCalendar)
        .join(ImportedCalendar, ImportedCalendar.id == ImportedEntry.calendar_id)
        .where(
            ImportedCalendar.kept_at.is_not(None), ImportedEntry.first <= last, ImportedEntry.last >= first
        )
        .order_by(ImportedEntry.first, ImportedEntry.id)
    )


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
