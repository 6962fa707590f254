"""Before each slot, to who holds it or stands in: which channels to open, whom to visit, what to look for."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.engagement.agenda import agenda, is_due
from calendar_app.engagement.availability.presence import Presence
from calendar_app.engagement.deputies import called_on
from calendar_app.engagement.links import Link
from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.timetable import earlier_series, occurrence, occurrences
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.reminders.appointment import Appointment
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_slots

_ = mark

LEAD_MINUTES = 15
ERRANDS = 3  # of each kind: as many as the page shows without unfolding


class SlotStarts(ReminderKind[Occurrence]):
    name = _("Dialog time starts")
    icon = "chat-heart"
    has_leads = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        ahead = [each for each in occurrences(session, start, end) if _is_ahead(each)]
        earlier = earlier_series(session, {each.slot_id for each in ahead})
        presence = Presence(session, start)
        return [
            _owed(each, earlier[each.slot_id], person)
            for each in ahead
            for person in called_on(session, each, presence)
        ]

    def about(self, session: Session, reminder: Reminder) -> Occurrence | None:
        taking_place = occurrence(session, reminder.subject_id, reminder.occurrence)
        if taking_place is None or not _is_ahead(taking_place):
            return None
        is_right = taking_place.start == reminder.starts_at and _concerns(session, taking_place, reminder)
        return taking_place if is_right else None

    def says(
        self, session: Session, reminder: Reminder, subject: Occurrence, page: PageAddress
    ) -> Mapping[str, object]:
        zone = reminder.person.zone
        slot = session.get_one(Slot, subject.slot_id)
        items = agenda(session, [channel.id for channel in subject.channels])
        due = [item for item in items if is_due(item, subject.start)]
        return {
            "url": self.opens(session, reminder, page),
            "slot_kind": subject.kind,
            "minutes": subject.minutes,
            "starts": to_wall(subject.start, zone),
            "ends": to_wall(subject.end, zone),
            "channels": subject.channels,
            "visits": [item for item in due if not item.is_search][:ERRANDS],
            "has_list": any(not item.is_search for item in items),
            "searches": [item for item in due if item.is_search][:ERRANDS],
            "note": slot.note,
            "away": subject.person.name if subject.person.id != reminder.person_id else None,
        }

    def appointment(self, subject: Occurrence) -> Appointment | None:
        channels = ", ".join(channel.name for channel in subject.channels)
        return Appointment(f"{gettext('Dialog time')}: {channels}", subject.start, subject.end)

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_slots(session, subject_ids)

    def door(self, reminder: Reminder) -> Link:
        return Link(reminder.person_id, reminder.subject_id, reminder.occurrence)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        if session.get(Slot, reminder.subject_id) is None:
            return None
        return page("engagement.occurrence", slot_id=reminder.subject_id, key=reminder.occurrence)


def _owed(each: Occurrence, earlier: tuple[int, ...], person: Person) -> Owed:
    return Owed(each.slot_id, each.key, each.start, each.end, person.id, LEAD_MINUTES, earlier)


def _concerns(session: Session, date: Occurrence, reminder: Reminder) -> bool:
    """Whether a date is still for who holds it, or for a deputy of who is away."""
    if date.person.id == reminder.person_id:
        return True
    return reminder.person in called_on(session, date, Presence(session, date.start))


def _is_ahead(each: Occurrence) -> bool:
    return each.outcome is None and not each.skipped and each.person.is_here


REMINDER = SlotStarts()
