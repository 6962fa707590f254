"""Calendars of others: brought, read by a worker, looked at, kept, read again, and let go."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session, joinedload, undefer

from calendar_app.engagement.almanac.models import ImportedCalendar, ImportedEntry, Purpose
from calendar_app.engagement.almanac.opening import UNREADABLE, Unreadable
from calendar_app.engagement.almanac.reading import Entry, Reading, Wanted, read
from calendar_app.engagement.availability.services import follow
from calendar_app.foundation import jobs
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.fetching import FetchError, Limits, fetch
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed, team

MOST_CALENDARS = 30  # of one workspace, previews among them
LONGEST_FILE = 2_000_000  # bytes
BACK = timedelta(days=31)
AHEAD = timedelta(days=2 * 366)
EVERY = timedelta(days=1)
AGAIN = timedelta(hours=1)  # after trouble
LEASE = timedelta(minutes=5)  # how long a claimed calendar is left alone: reading takes less
UNKEPT_FOR = timedelta(days=2)
LIMITS = Limits(size=LONGEST_FILE)


class TooManyCalendars(ValueError):  # noqa: N818 it is an answer, not a failure
    """The workspace has as many calendars as it may."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A calendar that somebody brings: a file's bytes or an address. `zone`: whose clock bare times mean."""

    name: str
    purpose: Purpose
    zone: str
    person: Person | None = None
    address: str = ""
    content: bytes | None = None
    replaces: ImportedCalendar | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A calendar that somebody has taken to read."""

    calendar_id: int
    workspace_id: int
    address: str
    content: bytes | None
    wanted: Wanted


def calendars(session: Session) -> Sequence[ImportedCalendar]:
    """All of them, by name, previews too."""
    loaded = select(ImportedCalendar).options(joinedload(ImportedCalendar.person))
    return session.scalars(loaded.order_by(ImportedCalendar.name, ImportedCalendar.id)).all()


def bring(session: Session, offer: Offer, *, now: datetime) -> ImportedCalendar:
    """Have a calendar read; what it says counts when it is kept. Raises TooManyCalendars."""
    if len(calendars(session)) >= MOST_CALENDARS:
        raise TooManyCalendars
    row = ImportedCalendar(
        name=offer.name,
        purpose=offer.purpose,
        person=offer.person if offer.purpose == Purpose.ABSENCE else None,
        zone=offer.zone,
        address=offer.address,
        content=offer.content,
        replaces=offer.replaces,
        report={},
        created_at=now,
    )
    session.add(row)
    session.flush()
    look_again(session, row, now=now)
    return row


def look_again(session: Session, calendar: ImportedCalendar, *, now: datetime) -> None:
    """Read a calendar as soon as a worker can."""
    calendar.next_at = now
    jobs.enqueue(session, "almanac.look", calendar.id)


def keep(session: Session, calendar: ImportedCalendar, *, now: datetime) -> None:
    """Let a preview count from now on; the calendar that it replaces goes."""
    former, calendar.replaces = calendar.replaces, None
    if former is not None:
        session.delete(former)
    calendar.kept_at = now
    session.flush()
    follow(session, calendar, now=now)
    plan_changed(session)


def remove(session: Session, calendar: ImportedCalendar) -> None:
    """Let a calendar go with all that it said; what deputies hold stays with them."""
    session.delete(calendar)
    session.flush()
    plan_changed(session)


def due(session: Session, now: datetime) -> list[int]:
    """The calendars of all workspaces whose time has come, the longest waiting first."""
    with everywhere(session):
        waiting = select(ImportedCalendar.id).where(ImportedCalendar.next_at <= now)
        return list(session.scalars(waiting.order_by(ImportedCalendar.next_at)))


def claim(session: Session, calendar_id: int, now: datetime) -> Errand | None:
    """Take a calendar to read; None when somebody else has, or it is gone."""
    with everywhere(session):
        row = session.scalar(
            select(ImportedCalendar)
            .options(undefer(ImportedCalendar.content))
            .where(ImportedCalendar.id == calendar_id, ImportedCalendar.next_at <= now)
            .with_for_update(of=ImportedCalendar)
        )
    if row is None:
        return None
    scope_to(session, row.workspace_id)
    row.next_at = now + LEASE
    session.flush()
    return Errand(row.id, row.workspace_id, row.address, row.content, _wanted(session, row, now))


def look(errand: Errand, limits: Limits = LIMITS) -> Reading | str:
    """What a calendar says, or the name of the trouble. Asks the net: no transaction may be open."""
    try:
        content = fetch(errand.address, limits) if errand.address else errand.content or b""
        return read(content, errand.wanted)
    except FetchError as error:
        return error.trouble.value
    except Unreadable:
        return UNREADABLE


def write_down(session: Session, errand: Errand, seen: Reading | str, now: datetime) -> None:
    """Keep what was read; after trouble the dates of the last success stay."""
    scope_to(session, errand.workspace_id)
    row = session.get(ImportedCalendar, errand.calendar_id)
    if row is None:
        return
    row.content = None
    if isinstance(seen, str):
        row.trouble, row.next_at = seen, now + AGAIN if errand.address else None
        return
    row.trouble, row.seen_at, row.next_at = "", now, now + EVERY if errand.address else None
    row.report, row.until = seen.report, errand.wanted.until
    if _replace(session, row, seen.entries) and row.kept_at:
        follow(session, row, now=now)
        plan_changed(session)


def has_forgotten(session: Session, now: datetime) -> bool:
    """Whether there are previews that nobody has kept."""
    with everywhere(session):
        return session.scalar(select(ImportedCalendar.id).where(*_forgotten(now)).limit(1)) is not None


def forget(session: Session, now: datetime) -> None:
    """Throw away previews that nobody has kept."""
    with everywhere(session):
        session.execute(delete(ImportedCalendar).where(*_forgotten(now)))


def _forgotten(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ImportedCalendar.kept_at.is_(None), ImportedCalendar.created_at < now - UNKEPT_FOR


def _wanted(session: Session, row: ImportedCalendar, now: datetime) -> Wanted:
    today = to_wall(now, row.zone).date()
    return Wanted(
        purpose=row.purpose,
        first=today - BACK,
        until=today + AHEAD,
        zone=row.zone,
        person_id=row.person_id,
        team={each.id: each.name for each in team(session)},
    )


def _replace(session: Session, row: ImportedCalendar, entries: Sequence[Entry]) -> bool:
    """Write the dates that are new and remove those that are gone; whether there were any."""
    known = {_entry(each): each for each in row.entries}
    gone, new = known.keys() - set(entries), [each for each in entries if each not in known]
    for each in gone:
        row.entries.remove(known[each])
    row.entries += [ImportedEntry(**asdict(each)) for each in new]
    session.flush()
    return bool(gone or new)


def _entry(row: ImportedEntry) -> Entry:
    return Entry(row.first, row.last, row.title, row.person_id, row.starts_at, row.ends_at)
