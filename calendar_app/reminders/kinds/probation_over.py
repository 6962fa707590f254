"""When the probation after a launch is over, and each week until the channel is confirmed or closed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.probation import review_day
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.reminders.care import who_may
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_channels
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules.facts import Tuning

_ = mark

MORNING = time(9)
AGAIN_AFTER = timedelta(weeks=1)
USEFUL_FOR = timedelta(days=3)


class ProbationOver(ReminderKind[Channel]):
    name = _("A channel's probation is over")
    icon = "sprout"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        new = session.scalars(
            select(Channel).where(Channel.state == ChannelState.PROBATION, Channel.launched_on.is_not(None))
        )
        decided = tunings(session)
        return [
            Owed(channel.id, "", at, at + USEFUL_FOR, person.id, 0)
            for channel in new
            for at in _mornings(channel, decided, start, end)
            for person in _who_decides(session, channel)
        ]

    def about(self, session: Session, reminder: Reminder) -> Channel | None:
        channel = session.get(Channel, reminder.subject_id)
        day = review_day(channel, tunings(session)) if channel else None
        if channel is None or day is None or _morning_of(day, channel) > reminder.starts_at:
            return None
        return channel if reminder.person in _who_decides(session, channel) else None

    def says(
        self, session: Session, reminder: Reminder, subject: Channel, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject,
            "launched_on": subject.launched_on,
            "owns": reminder.person_id in {subject.owner_id, subject.deputy_id},
        }

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_channels(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        channel = session.get(Channel, reminder.subject_id)
        return page("channels.show", channel_id=channel.id) if channel else None


def _who_decides(session: Session, channel: Channel) -> list[Person]:
    """Whoever looks after it and may decide, else all who may."""
    deciding = who_may(session, Action.CHANNELS)
    caring = [each for each in (channel.owner, channel.deputy) if each is not None and each.is_here]
    return [each for each in caring if may(each, Action.CHANNELS)] or [*deciding]


def _morning_of(day: date, channel: Channel) -> datetime:
    return to_utc(datetime.combine(day, MORNING), channel.zone)


def _mornings(
    channel: Channel, decided: Sequence[Tuning], start: datetime, end: datetime
) -> Iterator[datetime]:
    """The mornings in [start, end): the day of the review, and each week after it."""
    day = review_day(channel, decided)
    while day is not None and (at := _morning_of(day, channel)) < end:
        if at >= start:
            yield at
        day += AGAIN_AFTER


REMINDER = ProbationOver()
