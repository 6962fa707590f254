"""In the morning of the day on which a channel has become quiet or inactive, to its owner or deputy."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.health import Activity, Health, Silence, silence_of
from calendar_app.channels.models import Channel
from calendar_app.engagement.activity import last_talks
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.posts.activity import last_posts
from calendar_app.reminders.care import in_charge
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_channels
from calendar_app.rulebook.tuning import tunings

_ = mark

MORNING = time(9)
USEFUL_FOR = timedelta(days=3)

SilenceAt = Callable[[Channel, datetime], Silence]


@dataclass(frozen=True)
class SilentChannel:
    channel: Channel
    silence: Silence


class ChannelSilent(ReminderKind[SilentChannel]):
    name = _("A channel has become quiet or inactive")
    icon = "broadcast"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        silence_at = _silences(session)
        persons = joinedload(Channel.owner), joinedload(Channel.deputy)
        channels = session.scalars(select(Channel).options(*persons)).all()
        presence = Presence(session, start)
        return [
            owed
            for channel in channels
            for owed in _owed(channel, silence_at, start, presence)
            if start <= owed.starts_at < end
        ]

    def about(self, session: Session, reminder: Reminder) -> SilentChannel | None:
        channel, at = session.get(Channel, reminder.subject_id), reminder.starts_at
        person = in_charge(channel, Presence(session, at), at) if channel else None
        if channel is None or person is None or person.id != reminder.person_id:
            return None
        silence = _silences(session)(channel, at)
        return SilentChannel(channel, silence) if silence.health == reminder.occurrence else None

    def says(
        self, session: Session, reminder: Reminder, subject: SilentChannel, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "days": subject.silence.days,
            "inactive": subject.silence.health == Health.INACTIVE,
            "last_post": _seen(subject.silence.activity.last_post_at, reminder.person),
            "last_talk": _seen(subject.silence.activity.last_talk_at, reminder.person),
            "owns": subject.channel.owner_id == reminder.person_id,
        }

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_channels(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        channel = session.get(Channel, reminder.subject_id)
        return page("channels.show", channel_id=channel.id) if channel else None


def _owed(channel: Channel, silence_at: SilenceAt, start: datetime, presence: Presence) -> Iterator[Owed]:
    """One mail for each step into silence, whatever the channel's state is on that day."""
    known = silence_at(channel, start)
    for step, days in ((Health.QUIET, known.quiet_days), (Health.INACTIVE, known.inactive_days)):
        at = _morning_after(channel, known.activity, days)
        person = in_charge(channel, presence, at)
        if person is not None and silence_at(channel, at).health == step:
            yield Owed(channel.id, step, at, at + USEFUL_FOR, person.id, 0)


def _morning_after(channel: Channel, activity: Activity, days: int) -> datetime:
    """The morning of the first day on which it has been silent for longer than so many days."""
    last = (activity.last_at or channel.created_at).astimezone(ZoneInfo(channel.zone)).date()
    return to_utc(datetime.combine(last + timedelta(days=days + 1), MORNING), channel.zone)


def _silences(session: Session) -> SilenceAt:
    """How silent any channel is at any time, as far as anybody has spoken until now."""
    posts, talks, decided = last_posts(session), last_talks(session), tunings(session)

    def silence_at(channel: Channel, moment: datetime) -> Silence:
        activity = Activity(posts.get(channel.id), talks.get(channel.id))
        return silence_of(channel, activity, decided, moment)

    return silence_at


def _seen(moment: datetime | None, person: Person) -> datetime | None:
    return to_wall(moment, person.zone) if moment else None


REMINDER = ChannelSilent()
