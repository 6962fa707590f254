"""Busy calendars: one external iCal address per person, of which only the busy times are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.engagement.almanac.opening import UNREADABLE, Unreadable
from calendar_app.engagement.availability.models import BusyCalendar
from calendar_app.engagement.availability.reading import busy_spans
from calendar_app.foundation import jobs
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.fetching import FetchError, fetch
from calendar_app.people.models import Person
from calendar_app.rules.facts import Span

AHEAD = timedelta(weeks=8)
BACK = timedelta(days=7)
EVERY = timedelta(hours=1)
LEASE = timedelta(minutes=5)  # how long a claimed calendar is left alone: fetching takes less


@dataclass(frozen=True, slots=True)
class Errand:
    """A calendar that somebody has taken to fetch."""

    calendar_id: int
    workspace_id: int
    address: str
    zone: str


def calendar_of(session: Session, person: Person) -> BusyCalendar | None:
    return session.scalar(select(BusyCalendar).where(BusyCalendar.person_id == person.id))


def connect(session: Session, person: Person, address: str, *, now: datetime) -> None:
    """Fetch this address from now on; "" forgets the calendar and what was kept of it."""
    row = calendar_of(session, person)
    if row is not None and row.address != address:
        session.delete(row)
        session.flush()
        row = None
    if address and row is None:
        session.add(BusyCalendar(person_id=person.id, address=address, spans=[], next_at=now))
        session.flush()
        row = calendar_of(session, person)
    if row is not None:
        row.next_at = now
        jobs.enqueue(session, "calendars.look", row.id)


def busy_by_person(session: Session) -> Mapping[int, tuple[Span, ...]]:
    """Person id → when they are busy, as the last look that succeeded saw it."""
    return {row.person_id: row.busy for row in session.scalars(select(BusyCalendar))}


def due(session: Session, now: datetime) -> list[int]:
    """The calendars of all workspaces whose time has come, the longest waiting first."""
    with everywhere(session):
        rows = select(BusyCalendar.id).where(BusyCalendar.next_at <= now).order_by(BusyCalendar.next_at)
        return list(session.scalars(rows))


def claim(session: Session, calendar_id: int, now: datetime) -> Errand | None:
    """Take a calendar to look at; None when somebody else has, or it is gone."""
    with everywhere(session):
        row = session.scalar(
            select(BusyCalendar)
            .options(joinedload(BusyCalendar.person))
            .where(BusyCalendar.id == calendar_id, BusyCalendar.next_at <= now)
            .with_for_update(of=BusyCalendar)
        )
        if row is None or not row.person.is_here:
            return None
        row.next_at = now + LEASE
        session.flush()
        return Errand(row.id, row.workspace_id, row.address, row.person.zone)


def look(errand: Errand, now: datetime) -> list[Span] | str:
    """The busy times, or the name of the trouble. Asks the net: no transaction may be open."""
    try:
        return busy_spans(fetch(errand.address), now - BACK, now + AHEAD, errand.zone)
    except FetchError as error:
        return error.trouble.value
    except Unreadable:
        return UNREADABLE


def keep(session: Session, errand: Errand, seen: list[Span] | str, now: datetime) -> None:
    """Write down what was seen; after trouble the busy times of the last success stay."""
    scope_to(session, errand.workspace_id)
    row = session.get(BusyCalendar, errand.calendar_id)
    if row is None or row.address != errand.address:
        return
    row.next_at = now + EVERY
    if isinstance(seen, str):
        row.trouble = seen
    else:
        row.trouble, row.seen_at = "", now
        row.spans = [[span.start.isoformat(), span.end.isoformat()] for span in seen]
