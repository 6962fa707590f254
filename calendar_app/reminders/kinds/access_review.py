"""In the morning on which a channel's access has to be looked through, and each week until it was."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from calendar_app.channels import services as inventory
from calendar_app.channels.models import Channel
from calendar_app.channels.register.services import of_channel, register
from calendar_app.channels.register.standing import Standing, standing, standings
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc
from calendar_app.reminders.care import in_charge
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_channels
from calendar_app.rulebook.access_reviews import review_intervals

_ = mark

MORNING = time(9)
DAY = timedelta(days=1)
AGAIN_AFTER = timedelta(weeks=1)
USEFUL_FOR = timedelta(days=3)


class AccessReview(ReminderKind[Standing]):
    name = _("Access to a channel has to be reviewed")
    icon = "key"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        known = standings(inventory.channels(session), register(session), start, review_intervals(session))
        presence = Presence(session, start)
        return [
            Owed(each.channel.id, "", at, at + USEFUL_FOR, person.id, 0)
            for each in known
            for at in _mornings(each, start, end)
            if (person := in_charge(each.channel, presence, at)) is not None
        ]

    def about(self, session: Session, reminder: Reminder) -> Standing | None:
        channel = session.get(Channel, reminder.subject_id)
        if channel is None or reminder.person_id not in {channel.owner_id, channel.deputy_id}:
            return None
        entries, intervals = of_channel(session, channel), review_intervals(session)
        known = standing(channel, entries, reminder.starts_at, intervals)
        return known if known.is_review_due and reminder.person.is_here else None

    def says(
        self, session: Session, reminder: Reminder, subject: Standing, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "reviewed_on": subject.reviewed_on,
            "days": subject.review_every.days,
            "entries": subject.entries,
            "over": subject.over,
            "owns": subject.channel.owner_id == reminder.person_id,
        }

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_channels(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        channel = session.get(Channel, reminder.subject_id)
        return page("register.of_channel", channel_id=channel.id) if channel else None


def _mornings(known: Standing, start: datetime, end: datetime) -> Iterator[datetime]:
    """The mornings in [start, end): the first overdue day, and each week after it."""
    if known.review_due_on is None:
        return
    zone = known.channel.zone
    wall = datetime.combine(known.review_due_on + DAY, MORNING)
    wall += max(0, (start - to_utc(wall, zone)) // AGAIN_AFTER) * AGAIN_AFTER
    while (at := to_utc(wall, zone)) < end:
        if at >= start:
            yield at
        wall += AGAIN_AFTER


REMINDER = AccessReview()
