"""What is owed, as each person wants it: which kinds, how long before, and in working hours what can wait."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.services import workweeks
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.reminders.choices import Wishes
from calendar_app.reminders.devices import devices_by_person
from calendar_app.reminders.kind import Owed, all_kinds
from calendar_app.reminders.models import MailHabits
from calendar_app.rules.facts import WorkingHours

RINGS_BEFORE = 10  # minutes


class Tailor:
    """Fits mails to the people of the session's workspace; what they have said is read once."""

    def __init__(self, session: Session) -> None:
        self._wishes = Wishes(session)
        self._habits = {row.person_id: row for row in session.scalars(select(MailHabits))}
        resting = [person_id for person_id, habits in self._habits.items() if habits.in_hours]
        self._weeks = workweeks(session) if resting else {}
        self._devices = devices_by_person(session)
        zones = session.execute(select(Person.id, Person.zone).where(Person.id.in_(resting)))
        self._zones = {row.id: row.zone for row in zones}

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterator[tuple[str, Owed]]:
        """All mails that the plan owes for moments in [start, end), with their kinds' keys."""
        for key, kind in all_kinds().items():
            if self._wishes.anybody(key):
                for each in kind.owed(session, start, end):
                    if self._wishes.have(each.person_id, key):
                        yield from ((key, fitted) for fitted in self._fitted(key, each))

    def _fitted(self, key: str, owed: Owed) -> Iterator[Owed]:
        yield from self._mails(key, owed)
        if all_kinds()[key].has_leads:
            for device_id in self._devices.get(owed.person_id, ()):
                yield replace(owed, lead_minutes=RINGS_BEFORE, device_id=device_id)

    def _mails(self, key: str, owed: Owed) -> Iterator[Owed]:
        kind, habits = all_kinds()[key], self._habits.get(owed.person_id)
        if habits is not None and kind.has_leads:
            last = min(habits.lead_minutes)
            for lead in habits.lead_minutes:
                yield replace(owed, lead_minutes=lead, is_last=lead == last)
        elif habits is not None and habits.in_hours and kind.can_wait:
            yield self._at_work(owed)
        else:
            yield owed

    def _at_work(self, owed: Owed) -> Owed:
        """Put off to the next working hour, unless it would be too late then."""
        week = self._weeks.get(owed.person_id)
        hours = week.hours if week else WorkingHours()
        moment = next_at_work(owed.due_at, hours, self._zones[owed.person_id])
        return replace(owed, not_before=moment) if moment < owed.expires_at else owed


def next_at_work(at: datetime, hours: WorkingHours, zone: str) -> datetime:
    """The first moment from `at` on that lies within working hours; `at` if there are none."""
    wall = to_wall(at, zone)
    for day in _days_from(wall.date()):
        worked = hours.on(day.weekday())
        if worked is not None and wall < datetime.combine(day, worked.end):
            start = datetime.combine(day, worked.start)
            return to_utc(start, zone) if wall < start else at
    return at


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(8))
