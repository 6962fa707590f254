"""Reserved time that fell away, and when it could be made up for.

A date has fallen away when it was logged as "could not", or when a day after its end nobody has said how it
went; skipping without somebody who stands in is no way out. A new date ends the debt, and when that one falls
away too, it is the one to be made up for.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.almanac.days import days_off
from calendar_app.engagement.availability.busy import busy_by_person
from calendar_app.engagement.availability.diary import DAY, Diary, Holder, whole_days
from calendar_app.engagement.availability.models import Absence, gone
from calendar_app.engagement.availability.services import workweek
from calendar_app.engagement.booking import reserve
from calendar_app.engagement.models import OutcomeKind, Slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import LONGEST, Refused, Reservation
from calendar_app.engagement.timetable import occurrences
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns
from calendar_app.rules.attendance import MISSED_AFTER
from calendar_app.rules.catalog import missed_slot_makeup
from calendar_app.rules.facts import Span, WorkingHours
from calendar_app.rules.weeks import midnight, monday_of

_ = mark

PROPOSED = 3
_NUMBERS = {each.name: each.default for each in missed_slot_makeup.RULE.parameters}
WITHIN = _NUMBERS["makeup_days"] * DAY
WRITTEN_OFF = _NUMBERS["write_off_days"] * DAY


def owed(session: Session, now: datetime, *, person_id: int | None = None) -> Sequence[Occurrence]:
    """The dates that fell away and have no new one yet, the oldest first; what is written off is left out."""
    past = occurrences(session, now - WRITTEN_OFF, now, person_id=person_id, with_skipped=True)
    return without_new_date(session, (each for each in past if fell_away(each, now)))


def fell_away(missed: Occurrence, now: datetime) -> bool:
    """Whether nobody held a date, or nobody says so."""
    if missed.handed_over or not missed.person.is_here:
        return False
    if missed.outcome is not None:
        return missed.outcome.kind == OutcomeKind.COULD_NOT
    return missed.end + MISSED_AFTER <= now


def without_new_date(session: Session, dates: Iterable[Occurrence]) -> Sequence[Occurrence]:
    """Those dates for which no make-up date is booked, or only one that was given up again."""
    found = list(dates)
    made_up = {
        (slot.makes_up_id, slot.makes_up_wall)
        for slot in session.scalars(
            select(Slot).where(Slot.makes_up_id.in_({each.slot_id for each in found}))
        )
        if slot.ended_wall is None or slot.ended_wall > slot.starts_wall
    }
    return [each for each in found if (each.slot_id, each.rule_wall) not in made_up]


def proposals(session: Session, missed: Occurrence, now: datetime) -> Sequence[Span]:
    """Up to three free times of the person, one a day from tomorrow on: at the same hour if that is free."""
    person = missed.person
    tomorrow = to_wall(now, person.zone).date() + DAY
    span = Span(midnight(tomorrow, person.zone), midnight(tomorrow + WITHIN, person.zone))
    diary = Diary(_holder(session, person, span, now))
    hour = to_wall(missed.start, person.zone).time()
    found = (_free_on(diary, tomorrow + number * DAY, hour, missed.minutes) for number in range(WITHIN.days))
    return [each for each in found if each][:PROPOSED]


def make_up(session: Session, missed: Occurrence, start: datetime, *, now: datetime) -> Slot:
    """Book one of the proposals instead of a date that fell away. Raises Refused."""
    take_turns(session)
    if not without_new_date(session, [missed]):
        raise Refused(gettext(_("A new date is booked already.")))
    if start not in [each.start for each in proposals(session, missed, now)]:
        raise Refused(gettext(_("Meanwhile this time is taken: these are the proposals now.")))
    slot = reserve(session, _instead(missed, start), now=now)
    slot.makes_up_id, slot.makes_up_wall = missed.slot_id, missed.rule_wall
    session.flush()
    return slot


def _instead(missed: Occurrence, start: datetime) -> Reservation:
    return Reservation(
        person=missed.person,
        channels=missed.channels,
        kind=missed.kind,
        starts_wall=to_wall(start, missed.person.zone),
        zone=missed.person.zone,
        minutes=missed.minutes,
    )


def _free_on(diary: Diary, day: date, hour: time, minutes: int) -> Span | None:
    """A free time on a day of the person's clock, if there is room in that week."""
    zone = diary.holder.zone
    usual = to_utc(datetime.combine(day, hour), zone)
    if not diary.has_room(usual, minutes):
        return None
    same_hour = Span(usual, usual + timedelta(minutes=minutes))
    whole_day = Span(midnight(day, zone), midnight(day + DAY, zone))
    return diary.first_free(same_hour, minutes) or diary.first_free(whole_day, minutes)


def _holder(session: Session, person: Person, span: Span, now: datetime) -> Holder:
    """When somebody could hold time within a span: their hours, without all that takes them up."""
    week = workweek(session, person)
    region = (week.region if week else "") or person.workspace.region
    holidays = whole_days(days_off(session, region, span.start.date()), person.zone, span)
    taken = (*gone(person), *_absences(session, person), *holidays)
    monday = midnight(monday_of(span.start, person.zone), person.zone)  # what was held counts as load
    dates = occurrences(session, monday - LONGEST, span.end, person_id=person.id)
    return Holder(
        id=person.id,
        name=person.name,
        zone=person.zone,
        hours=week.hours if week else WorkingHours(),
        taken=(*taken, *busy_by_person(session).get(person.id, ())),
        reserved=tuple(Span(each.start, each.end) for each in dates if not fell_away(each, now)),
        minutes=week.minutes if week else None,
    )


def _absences(session: Session, person: Person) -> Iterator[Span]:
    for absence in session.scalars(select(Absence).where(Absence.person_id == person.id)):
        yield absence.span_in(person.zone)
