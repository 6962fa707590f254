"""Who can be counted on when; what an absence touches goes to deputies."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement import services as slots
from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.engagement.availability.models import DAY, Absence, Workweek, gone
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed, team
from calendar_app.rules.facts import Span, Workday, WorkingHours

LONGEST_DAYS = 366

_ = mark


@dataclass(frozen=True, kw_only=True)
class Week:
    """A usual week as it was typed; see `Workweek`."""

    starts: time
    ends: time
    weekdays: tuple[int, ...]
    days: tuple[Workday, ...] = ()
    minutes: int | None = None
    region: str = ""

    @property
    def hours(self) -> WorkingHours:
        return WorkingHours(self.starts, self.ends, frozenset(self.weekdays), self.days)


@dataclass(frozen=True, slots=True)
class Touched:
    """One date within an absence, and who holds it meanwhile: None means nobody."""

    date: Occurrence
    stand_in: Person | None


def workweek(session: Session, person: Person) -> Workweek | None:
    return session.scalar(select(Workweek).where(Workweek.person_id == person.id))


def workweeks(session: Session) -> Mapping[int, Workweek]:
    """Person id → their usual week, where one is recorded."""
    return {row.person_id: row for row in session.scalars(select(Workweek))}


def team_weeks(session: Session) -> Sequence[Workweek]:
    """The usual weeks of who is on the team."""
    here = select(Workweek).join(Person, Person.id == Workweek.person_id).where(Person.left_at.is_(None))
    return session.scalars(here).all()


def keep_workweek(session: Session, person: Person, week: Week) -> None:
    """Write down somebody's usual week."""
    row = workweek(session, person)
    if row is None:
        row = Workweek(person_id=person.id)
        session.add(row)
    row.starts, row.ends, row.weekdays = week.starts, week.ends, sorted(week.weekdays)
    row.own_days = [(day.weekday, day.start.isoformat(), day.end.isoformat()) for day in week.days]
    row.minutes, row.region = week.minutes, week.region
    session.flush()
    plan_changed(session)


def absences_of(session: Session, person: Person, since: date) -> Sequence[Absence]:
    """Absences that are not over on a day, the next first."""
    ahead = select(Absence).where(Absence.person_id == person.id, Absence.last >= since)
    return session.scalars(ahead.order_by(Absence.first, Absence.id)).all()


def absences_by_person(session: Session, since: date) -> Mapping[int, Sequence[Absence]]:
    """Person id → their absences that are not over on a day, the next first."""
    found: defaultdict[int, list[Absence]] = defaultdict(list)
    for absence in session.scalars(select(Absence).where(Absence.last >= since).order_by(Absence.first)):
        found[absence.person_id].append(absence)
    return found


def be_away(session: Session, person: Person, first: date, last: date, *, now: datetime) -> Sequence[Touched]:
    """Enter an absence. Dates within it go to their deputies, if those are free; returns all it touches."""
    if last < first:
        raise Refused(gettext(_("The last day lies before the first.")))
    if (last - first).days >= LONGEST_DAYS:
        raise Refused(gettext(_("An absence lasts a year at most: who is away for longer has left.")))
    absence = Absence(person=person, first=first, last=last, created_at=now)
    _enter(session, absence, now)
    plan_changed(session)
    return touched(session, absence)


def follow(session: Session, calendar: ImportedCalendar, *, now: datetime) -> None:
    """Make a calendar's dates the absences that it brought; new ones go to deputies as any absence does."""
    people = {person.id: person for person in team(session)}
    brought = session.scalars(select(Absence).where(Absence.calendar_id == calendar.id))
    known = {(each.person_id, each.first, each.last): each for each in brought}
    dates = {(each.person_id, each.first, each.last) for each in calendar.entries}
    wanted = {(who, first, last) for who, first, last in dates if who is not None and who in people}
    for key in known.keys() - wanted:
        session.delete(known[key])
    session.flush()
    for person_id, first, last in sorted(wanted - known.keys()):
        person = people[person_id]
        _enter(
            session,
            Absence(person=person, first=first, last=last, calendar=calendar, created_at=now),
            now,
        )


def be_back(session: Session, absence: Absence) -> None:
    """Take an absence away. What was handed over stays with the deputy until somebody restores it."""
    session.delete(absence)
    session.flush()
    plan_changed(session)


def touched(session: Session, absence: Absence) -> Sequence[Touched]:
    """The dates within an absence, by time, and who holds them instead; dates only skipped are left out."""
    dates = _dates_within(session, absence, with_skipped=True)
    instead = _stand_ins(session, [date.slot_id for date in dates])
    known = (Touched(date, instead.get((date.slot_id, date.rule_wall))) for date in dates)
    return [each for each in known if each.stand_in or not each.date.skipped]


def are_away(session: Session, people: Collection[int], date: Occurrence) -> set[int]:
    """Which of some persons are absent while a date takes place."""
    near = (Absence.first <= date.end.date() + DAY, Absence.last >= date.start.date() - DAY)
    rows = session.scalars(select(Absence).where(Absence.person_id.in_(people), *near))
    when = Span(date.start, date.end)
    return {row.person_id for row in rows if row.span_in(row.person.zone).overlap(when)}


def _enter(session: Session, absence: Absence, now: datetime) -> None:
    """Write an absence down; dates ahead go to deputies, if those are free."""
    session.add(absence)
    session.flush()
    if absence.last < (now - DAY).date():
        return
    for each in _dates_within(session, absence):
        if each.start > now and not each.outcome:
            _hand_to_deputy(session, each, now)


def _dates_within(session: Session, absence: Absence, *, with_skipped: bool = False) -> list[Occurrence]:
    span = absence.span_in(absence.person.zone)
    return slots.occurrences(
        session, span.start, span.end, person_id=absence.person_id, with_skipped=with_skipped
    )


def _hand_to_deputy(session: Session, date: Occurrence, now: datetime) -> None:
    """Only to somebody who is here, not away and free then; otherwise the date stays open for all to see."""
    slot = session.get_one(Slot, date.slot_id)
    deputy = slot.deputy
    if deputy is None or any(date.end > span.start for span in gone(deputy)):
        return
    if are_away(session, [deputy.id], date) or slots.in_the_way(session, replace(date, person=deputy)):
        return
    slots.hand_over(session, slot, date.rule_wall, deputy, now=now)


def _stand_ins(session: Session, slot_ids: Collection[int]) -> Mapping[tuple[int, datetime], Person]:
    rows = session.scalars(
        select(SlotException).where(
            SlotException.slot_id.in_(slot_ids), SlotException.stand_in_id.is_not(None)
        )
    )
    return {(row.slot_id, row.occurrence): row.stand_in.person for row in rows if row.stand_in}
