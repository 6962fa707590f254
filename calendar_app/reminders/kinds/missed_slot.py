"""In the morning after a dialog time was missed: three times at which to make up for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from calendar_app.engagement.makeup import fell_away, proposals, without_new_date
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import LONGEST
from calendar_app.engagement.timetable import earlier_series, occurrence, occurrences
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_slots
from calendar_app.rules.attendance import MISSED_AFTER
from calendar_app.rules.facts import Span

_ = mark

MORNING = time(9)
DAY = timedelta(days=1)
# By when a new date should be found. Nothing is planned further than two days ahead: so the row of a mail
# comes into being in the last two hours before it is due, and not for each time that lies ahead.
FOUND_WITHIN = timedelta(hours=46)


@dataclass(frozen=True, slots=True)
class Loss:
    """A date that fell away, and when it could be made up for."""

    date: Occurrence
    proposals: Sequence[Span]


class MissedSlot(ReminderKind[Loss]):
    name = _("Dialog time was missed")
    icon = "calendar-plus"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        earliest = start - FOUND_WITHIN - MISSED_AFTER - DAY - LONGEST
        past = occurrences(session, earliest, end - FOUND_WITHIN - MISSED_AFTER)
        found = [each for each in past if start <= _found_by(each) < end and _is_missed(each)]
        earlier = earlier_series(session, {each.slot_id for each in found})
        return [_owed(each, earlier[each.slot_id]) for each in without_new_date(session, found)]

    def about(self, session: Session, reminder: Reminder) -> Loss | None:
        date = occurrence(session, reminder.subject_id, reminder.occurrence)
        if date is None or date.person.id != reminder.person_id or _found_by(date) != reminder.starts_at:
            return None
        if not _is_missed(date) or not without_new_date(session, [date]):
            return None
        return Loss(date, proposals(session, date, reminder.starts_at - FOUND_WITHIN))

    def says(
        self, session: Session, reminder: Reminder, subject: Loss, page: PageAddress
    ) -> Mapping[str, object]:
        zone = reminder.person.zone
        return {
            "url": self.opens(session, reminder, page),
            "starts": to_wall(subject.date.start, zone),
            "minutes": subject.date.minutes,
            "channels": subject.date.channels,
            "proposals": [(to_wall(each.start, zone), to_wall(each.end, zone)) for each in subject.proposals],
        }

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_slots(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        if occurrence(session, reminder.subject_id, reminder.occurrence) is None:
            return None
        return page("engagement.make_up_for", slot_id=reminder.subject_id, key=reminder.occurrence)


def _is_missed(date: Occurrence) -> bool:
    """Whether it has fallen away by then. Who skips a date knows, and is told nothing."""
    return not date.skipped and fell_away(date, date.end + MISSED_AFTER)


def _found_by(date: Occurrence) -> datetime:
    """Some time after the first morning of the person on which a date counts as missed."""
    missed_at, person = date.end + MISSED_AFTER, date.person
    same_day = _morning(missed_at, person)
    return FOUND_WITHIN + (same_day if same_day >= missed_at else _morning(missed_at + DAY, person))


def _morning(moment: datetime, person: Person) -> datetime:
    return to_utc(datetime.combine(to_wall(moment, person.zone), MORNING), person.zone)


def _owed(date: Occurrence, earlier: tuple[int, ...]) -> Owed:
    found_by, lead_minutes = _found_by(date), FOUND_WITHIN // timedelta(minutes=1)
    return Owed(date.slot_id, date.key, found_by, found_by + DAY, date.person.id, lead_minutes, earlier)


REMINDER = MissedSlot()
