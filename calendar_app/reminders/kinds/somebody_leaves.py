"""Two weeks and three days before somebody's last day: to whoever may hand on what hangs on them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.reminders.care import who_may
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder

_ = mark

MORNING = time(9)
AHEAD = (timedelta(days=14), timedelta(days=3))
USEFUL_FOR = timedelta(days=1)


class SomebodyLeaves(ReminderKind[Person]):
    name = _("Somebody's last day is near")
    icon = "person-x"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        leaving = session.scalars(
            select(Person).where(Person.leaves_on.is_not(None), Person.left_at.is_(None))
        )
        readers = who_may(session, Action.PEOPLE)
        return [
            Owed(leaver.id, "", at, at + USEFUL_FOR, reader.id, 0)
            for leaver in leaving
            for reader in readers
            if reader is not leaver
            for at in _mornings(leaver, reader)
            if start <= at < end
        ]

    def about(self, session: Session, reminder: Reminder) -> Person | None:
        leaver, reader = session.get(Person, reminder.subject_id), reminder.person
        if leaver is None or leaver.left_at is not None or not reader.is_here:
            return None
        is_still_so = reminder.starts_at in _mornings(leaver, reader)
        return leaver if is_still_so and may(reader, Action.PEOPLE) else None

    def says(
        self, session: Session, reminder: Reminder, subject: Person, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "leaver": subject.name,
            "leaves_on": subject.leaves_on,
        }

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        leaver = session.get(Person, reminder.subject_id)
        return page("offboarding.show", person_id=leaver.id) if leaver else None


def _mornings(leaver: Person, reader: Person) -> Iterator[datetime]:
    """On the reader's clock."""
    if leaver.leaves_on is not None:
        for ahead in AHEAD:
            yield to_utc(datetime.combine(leaver.leaves_on - ahead, MORNING), reader.zone)


REMINDER = SomebodyLeaves()
