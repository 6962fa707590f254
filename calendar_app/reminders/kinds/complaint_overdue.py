"""When a complaint has waited for longer than agreed, and each working morning until somebody has answered.

A mail is about all complaints that wait so long on one channel; it goes to the leads who are there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.presence import Presence
from calendar_app.engagement.inbound.services import Waiting, complaints, working_time
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.access import Action
from calendar_app.people.models import Person
from calendar_app.reminders.care import who_may
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_channels
from calendar_app.rules.facts import Calendar
from calendar_app.rules.hours import after_work

_ = mark

DAY = timedelta(days=1)
NO_WORK = timedelta(0)
USEFUL_FOR = timedelta(hours=8)  # the next working morning tells what is open then


@dataclass(frozen=True)
class Complaints:
    """What waits on a channel for longer than agreed, what was due first first."""

    channel: Channel
    waiting: Sequence[Waiting]


class ComplaintOverdue(ReminderKind[Complaints]):
    name = _("A complaint waits for longer than agreed")
    icon = "exclamation-triangle"

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        by_channel = defaultdict(list)
        for each in complaints(session, now=start):
            by_channel[each.item.channel].append(_overdue_from(each))
        if not by_channel:
            return []
        calendar, presence = working_time(session, start), Presence(session, start)
        return [
            Owed(channel.id, "", at, at + USEFUL_FOR, person.id, 0)
            for channel, overdue in by_channel.items()
            for at in sorted(_moments(overdue, calendar, channel.zone, start, end))
            for person in _leads(session, presence, at)
        ]

    def about(self, session: Session, reminder: Reminder) -> Complaints | None:
        at = reminder.starts_at
        found = [
            each
            for each in complaints(session, now=at)
            if each.item.channel_id == reminder.subject_id and _overdue_from(each) <= at
        ]
        is_told = reminder.person in _leads(session, Presence(session, at), at)
        return Complaints(found[0].item.channel, found) if found and is_told else None

    def says(
        self, session: Session, reminder: Reminder, subject: Complaints, page: PageAddress
    ) -> Mapping[str, object]:
        zone = reminder.person.zone
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "complaints": [
                {
                    "called": each.item.called,
                    "received": to_wall(each.item.received_at, zone),
                    "in_charge": each.item.in_charge,
                }
                for each in subject.waiting
            ],
        }

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_channels(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        return page("engagement.inbound")


def _overdue_from(each: Waiting) -> datetime:
    """From when on it was known to be late: what was entered late already, from then on."""
    return max(each.due_at, each.item.created_at)


def _moments(
    overdue: Sequence[datetime], calendar: Calendar, zone: str, start: datetime, end: datetime
) -> set[datetime]:
    """When one becomes overdue, and each later beginning of work, in [start, end)."""
    first = min(overdue)
    mornings = _mornings(calendar, zone, max(start, first), end)
    return {at for at in (*overdue, *mornings) if start <= at < end and at >= first}


def _mornings(calendar: Calendar, zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of work from the day of a moment on."""
    midnight = datetime.combine(start.astimezone(ZoneInfo(zone)), time())
    while (at := to_utc(midnight, zone)) < end:
        yield after_work(at, NO_WORK, calendar, zone)
        midnight += DAY


def _leads(session: Session, presence: Presence, at: datetime) -> Sequence[Person]:
    """Who leads and is there; all who lead when none of them is."""
    leads = who_may(session, Action.CHANNELS)
    return [person for person in leads if presence.has(person, at)] or leads


REMINDER = ComplaintOverdue()
