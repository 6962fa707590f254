"""In the morning of the day on which a channel has become quiet or inactive, to its owner or deputy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.health import Activity, Health, health, silent_days
from calendar_app.channels.models import Channel
from calendar_app.engagement.activity import last_talks
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.posts.activity import last_posts
from calendar_app.reminders.care import in_charge
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder

_ = mark

MORNING = time(9)
USEFUL_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Silence:
    """A channel on which nobody has spoken for a number of days."""

    channel: Channel
    activity: Activity
    days: int
    health: Health


class ChannelSilent(ReminderKind[Silence]):
    name = _("A channel has become quiet or inactive")
    icon = "broadcast"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        activities = _activities(session)
        persons = joinedload(Channel.owner), joinedload(Channel.deputy)
        channels = session.scalars(select(Channel).options(*persons)).all()
        presence = Presence(session, start)
        return [
            owed
            for channel in channels
            for owed in _owed(channel, activities.get(channel.id, Activity()), presence)
            if start <= owed.starts_at < end
        ]

    def about(self, session: Session, reminder: Reminder) -> Silence | None:
        channel, at = session.get(Channel, reminder.subject_id), reminder.starts_at
        person = in_charge(channel, Presence(session, at), at) if channel else None
        if channel is None or person is None or person.id != reminder.person_id:
            return None
        activity = _activities(session).get(channel.id, Activity())
        now_is = health(channel, activity, at)
        same = now_is == reminder.occurrence
        return Silence(channel, activity, silent_days(channel, activity, at), now_is) if same else None

    def says(
        self, session: Session, reminder: Reminder, subject: Silence, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "days": subject.days,
            "inactive": subject.health == Health.INACTIVE,
            "last_post": _seen(subject.activity.last_post_at, reminder.person),
            "last_talk": _seen(subject.activity.last_talk_at, reminder.person),
            "owns": subject.channel.owner_id == reminder.person_id,
        }

    def place(self, subject: Silence) -> str:
        return subject.channel.name

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        channel = session.get(Channel, reminder.subject_id)
        return page("channels.show", channel_id=channel.id) if channel else None


def _owed(channel: Channel, activity: Activity, presence: Presence) -> Iterator[Owed]:
    """One mail for each step into silence, whatever the channel's state is on that day."""
    profile = platform(channel.platform)
    for step, days in ((Health.QUIET, profile.quiet_days), (Health.INACTIVE, profile.inactive_days)):
        at = _morning_after(channel, activity, days) if days is not None else None
        person = in_charge(channel, presence, at) if at is not None else None
        if at is not None and person is not None and health(channel, activity, at) == step:
            yield Owed(channel.id, step, at, at + USEFUL_FOR, person.id, 0)


def _morning_after(channel: Channel, activity: Activity, days: int) -> datetime:
    """The morning of the first day on which it has been silent for longer than so many days."""
    last = (activity.last_at or channel.created_at).astimezone(ZoneInfo(channel.zone)).date()
    return to_utc(datetime.combine(last + timedelta(days=days + 1), MORNING), channel.zone)


def _activities(session: Session) -> Mapping[int, Activity]:
    posts, talks = last_posts(session), last_talks(session)
    return {each: Activity(posts.get(each), talks.get(each)) for each in posts.keys() | talks.keys()}


def _seen(moment: datetime | None, person: Person) -> datetime | None:
    return to_wall(moment, person.zone) if moment else None


REMINDER = ChannelSilent()
