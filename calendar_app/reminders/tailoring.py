"""What is owed, as each person wants it: which kinds, how long before, at which hours, alone or gathered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.services import workweeks
from calendar_app.people.models import Person
from calendar_app.reminders.choices import Wishes
from calendar_app.reminders.devices import devices_by_person
from calendar_app.reminders.hours import next_at_work, next_morning
from calendar_app.reminders.kind import GATHERED, Owed, ReminderKind, all_kinds
from calendar_app.reminders.models import MailHabits
from calendar_app.rules.facts import WorkingHours

RINGS_BEFORE = 10  # minutes


class Tailor:
    """Fits mails to the people of the session's workspace; what they have said is read once."""

    def __init__(self, session: Session) -> None:
        self._wishes = Wishes(session)
        self._habits = {row.person_id: row for row in session.scalars(select(MailHabits))}
        self._weeks = workweeks(session) if any(row.in_hours for row in self._habits.values()) else {}
        self._devices = devices_by_person(session)
        self._zones = {row.id: row.zone for row in session.execute(select(Person.id, Person.zone))}

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterator[tuple[str, Owed]]:
        """All mails that the plan owes for moments in [start, end), with their kinds' keys."""
        for key, kind in all_kinds().items():
            if self._wishes.anybody(key):
                for each in kind.owed(session, start, end):
                    if self._wishes.have(each.person_id, key):
                        yield from ((key, fitted) for fitted in self._fitted(key, kind, each))

    def _fitted(self, key: str, kind: ReminderKind[Any], owed: Owed) -> Iterator[Owed]:
        if kind.has_leads:
            yield from self._ahead(owed)
        elif kind.can_wait and key != GATHERED and self._wishes.have(owed.person_id, GATHERED):
            yield self._gathered(kind, owed)
        else:
            yield self._alone(kind, owed)

    def _ahead(self, owed: Owed) -> Iterator[Owed]:
        """Before something starts: as often as wished, and on every device.

        What would come in quiet hours comes before them, or after them if that is in time, and only once.
        """
        habits = self._habits.get(owed.person_id)
        leads = habits.lead_minutes if habits else [owed.lead_minutes]
        for lead in leads:
            mail = replace(owed, lead_minutes=lead, is_last=lead == min(leads))
            quiet = self._quiet(mail.due_at, mail.person_id)
            if quiet is None:
                yield mail
            elif mail.is_last:
                before, after = quiet
                yield replace(mail, wanted_at=after if after <= mail.starts_at else before)
        for device_id in self._devices.get(owed.person_id, ()):
            ring = replace(owed, lead_minutes=RINGS_BEFORE, device_id=device_id)
            if self._quiet(ring.due_at, ring.person_id) is None:
                yield ring

    def _gathered(self, kind: ReminderKind[Any], owed: Owed) -> Owed:
        """With the next daily mail, unless it would be too late then."""
        morning = next_morning(owed.due_at, self._zones[owed.person_id])
        morning = self._welcome(kind, morning, owed.person_id)
        if morning >= owed.expires_at:
            return self._alone(kind, owed)
        return replace(owed, wanted_at=morning, is_gathered=True)

    def _alone(self, kind: ReminderKind[Any], owed: Owed) -> Owed:
        """Put off to the hours in which it is wanted, unless it would be too late then."""
        moment = self._welcome(kind, owed.due_at, owed.person_id)
        return replace(owed, wanted_at=moment) if moment < owed.expires_at else owed

    def _welcome(self, kind: ReminderKind[Any], at: datetime, person_id: int) -> datetime:
        """The first moment from `at` on at which a person wants such a mail."""
        habits = self._habits.get(person_id)
        if habits is not None and habits.in_hours and kind.can_wait:
            week = self._weeks.get(person_id)
            at = next_at_work(at, week.hours if week else WorkingHours(), self._zones[person_id])
        quiet = self._quiet(at, person_id)
        return quiet[1] if quiet else at

    def _quiet(self, at: datetime, person_id: int) -> tuple[datetime, datetime] | None:
        habits = self._habits.get(person_id)
        quiet = habits.quiet if habits else None
        return quiet.around(at, self._zones[person_id]) if quiet else None
